namespace AwsOtel.Engine.Propagation;

/// <summary>What was asked for beside the caller's own: it is taken out of the messages again.</summary>
/// <param name="Attributes">Message attributes.</param>
/// <param name="HasTraceHeader">Whether <see cref="XRayHeader.SystemAttribute"/> is one.</param>
internal readonly record struct AddedNames(IReadOnlyList<string> Attributes, bool HasTraceHeader);
