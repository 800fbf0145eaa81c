using System.Collections.Concurrent;
using System.Diagnostics;
using AwsOtel.Engine;
using AwsOtel.Engine.Session;
using AwsOtel.Tests.Reference;
using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>A session of the process that keeps its spans in memory, ended at the latest when it is disposed.</summary>
internal sealed class TestSession : IDisposable
{
    private readonly TraceSession _session;
    private readonly ConcurrentQueue<string> _twice = new();
    private readonly ActivityListener _listener;
    private bool _ended;

    private TestSession(TraceSession session, IReadOnlyList<string> warnings)
    {
        _session = session;
        Warnings = warnings;
        // The exporter to memory would hide it.
        _listener = new ActivityListener { ShouldListenTo = static source => source.Name == AwsOtel.Engine.Session.Spans.ScopeName, ActivityStopped = NoteTwice };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<string> Warnings { get; }

    public TraceSession Session => _session;

    /// <summary>The spans that have ended, in that order.</summary>
    public OtelSpan[] Spans => _session.Pipeline.Memory!.ToArray();

    public static TestSession Begin(SessionRequest? request = null, TestSession? outer = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        Instrumentation.Initialize();
        var warnings = new List<string>();
        var settings = SettingsReader.Read(
            request ?? new SessionRequest { Name = "script", Exporter = [OtelExporter.Memory] },
            name => environment?.GetValueOrDefault(name));
        return new TestSession(SessionRegistry.Begin(settings, outer?._session, warnings), warnings);
    }

    /// <summary>Ends the session.</summary>
    /// <returns>All spans of the process's sessions.</returns>
    public OtelSpan[] End()
    {
        EndWithCounts();
        return Spans;
    }

    public ExportResultCounts EndWithCounts()
    {
        _ended = true;
        var counts = SessionRegistry.End(_session);
        _listener.Dispose();
        Assert.Empty(_twice);
        if (_session.Pipeline.Memory is not null)
            AssertKnownNames();
        return counts;
    }

    /// <summary>Whatever a test is about: no span has two attributes of the same name.</summary>
    private void NoteTwice(Activity span)
    {
        foreach (var name in span.TagObjects.GroupBy(static tag => tag.Key).Where(static tags => tags.Count() > 1))
            _twice.Enqueue($"{name.Key} of {span.DisplayName}");
    }

    /// <summary>Whatever a test is about: each attribute that any span got has a name and a type that are published, or documented as ours.</summary>
    private void AssertKnownNames()
    {
        foreach (var span in Spans)
        {
            foreach (var (name, value) in span.Attributes.Concat(span.Events.SelectMany(static item => item.Attributes)).Concat(span.Links.SelectMany(static link => link.Attributes)))
                Assert.True(Registry.TypeOf(name) == Registry.TypeOfValue(value), $"{name} of {span.Name} is unknown, or has the wrong type");
        }
    }

    public void Dispose()
    {
        if (!_ended)
            EndWithCounts();
    }
}
