using System.Diagnostics;
using Amazon.Runtime;
using Amazon.Runtime.Identity;
using AwsOtel.Engine.Conventions;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.SdkSpans;

/// <summary>
/// Where the time of a call went. The SDK does one thing after the other, so each phase is what has passed since the one before it was done:
/// one time stamp a phase.
/// </summary>
internal sealed class CallPhases
{
    private static readonly string[] Attributes =
    [
        AttributeName.PhaseMarshalling,
        AttributeName.PhaseAuthentication,
        AttributeName.PhaseEndpoint,
        AttributeName.PhaseSigning,
        AttributeName.PhaseFirstByte,
        AttributeName.PhaseReading,
    ];

    private readonly IRequestContext _request;
    private readonly long _begin = Stopwatch.GetTimestamp();
    // By phase, in ticks; -1 for one that was not reached.
    private readonly long[] _durations = [-1, -1, -1, -1, -1, -1];
    private long _last;
    private bool _hasSlow;
    private long _slowEnd;
    private TimeSpan _slowDuration;

    private DateTime? _expiration;

    public CallPhases(IRequestContext request)
    {
        _request = request;
        _last = _begin;
        _expiration = Expiration(request.ExplicitAWSCredentials);
    }

    /// <summary>Credentials that took longer to get get a span of their own.</summary>
    internal static TimeSpan SlowCredentials { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The phase is done now.</summary>
    public void Done(Phase phase)
    {
        var now = Stopwatch.GetTimestamp();
        var duration = Stopwatch.GetElapsedTime(_last, now);
        _durations[(int)phase] = duration.Ticks;
        _last = now;
        if (phase is Phase.Authentication or Phase.Endpoint or Phase.Signing)
            NoteCredentials(duration);
    }

    /// <summary>
    /// A phase was slow because credentials were fetched where they expire at another time than before; a long checksum is slow as well.
    /// Providers that do not tell are taken by the time alone. The first such phase counts, in whichever attempt: later ones find what it fetched.
    /// </summary>
    private void NoteCredentials(TimeSpan duration)
    {
        var expiration = Expiration(_request.Identity ?? _request.ExplicitAWSCredentials);
        if (!_hasSlow && duration > SlowCredentials && (expiration is null || expiration != _expiration))
        {
            _hasSlow = true;
            _slowEnd = _last;
            _slowDuration = duration;
        }

        _expiration = expiration;
    }

    /// <summary>What passes up to now belongs to no phase: a wait between attempts, for one.</summary>
    public void Skip() => _last = Stopwatch.GetTimestamp();

    /// <summary>Writes the phases that were reached.</summary>
    public void Apply(SpanAttributes attributes, object? identity)
    {
        for (var i = 0; i < _durations.Length; i++)
        {
            if (_durations[i] >= 0)
                attributes.Set(Attributes[i], TimeSpan.FromTicks(_durations[i]).TotalSeconds);
        }

        // Keys that are there already cost nothing. The others (from STS, SSO, an instance's metadata) the SDK fetches where it first needs
        // them: where it chooses the provider, finds an endpoint that depends on the account, or signs.
        if (_hasSlow && identity is not (null or BasicAWSCredentials or SessionAWSCredentials or AnonymousAWSCredentials))
            RecordCredentials(attributes.Span, identity);
    }

    /// <summary>Credentials may be of somebody's own class, and this runs inside the call.</summary>
    private static DateTime? Expiration(BaseIdentity? identity)
    {
        try
        {
            FaultPoint.Reach("read when credentials expire");
            return identity?.Expiration;
        }
        catch (Exception e)
        {
            OwnFailures.Record("read when credentials expire", e);
            return null;
        }
    }

    private void RecordCredentials(Activity operation, object identity)
    {
        var end = operation.StartTimeUtc + Stopwatch.GetElapsedTime(_begin, _slowEnd);
        if (Spans.Record("resolve credentials", operation, end - _slowDuration) is not { } span)
            return;
        if (CredentialsSource.Of(identity) is { } source)
            span.SetTag(AttributeName.CredentialsSource, source);
        Spans.End(span, end);
    }
}
