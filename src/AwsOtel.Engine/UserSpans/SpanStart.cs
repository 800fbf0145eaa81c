using System.Diagnostics;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.UserSpans;

/// <summary>What a script wants of a span that it starts; checked.</summary>
/// <param name="Parent">None for the span that is current.</param>
internal sealed record SpanStart(
    string Name,
    ActivityKind Kind,
    SpanParent Parent,
    IReadOnlyList<ActivityContext> Links,
    IReadOnlyList<KeyValuePair<string, object>> Attributes);
