using System.Diagnostics;
using System.Management.Automation;
using AwsOtel.Engine.UserSpans;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Runs a script block as a span: what it calls is under it. The block runs in the caller's scope and as if it were dot-sourced; without a
/// session that is all.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "OtelSpan", DefaultParameterSetName = NameSet)]
[OutputType(typeof(object))]
public sealed class InvokeOtelSpanCommand : SpanStartCommand, IDisposable
{
    private const string NameSet = "Name";
    private const string MessageSet = "Message";

    private readonly ScriptBlockRunner _runner;
    private SpanStart? _start;

    /// <inheritdoc cref="InvokeOtelSpanCommand"/>
    public InvokeOtelSpanCommand() => _runner = new ScriptBlockRunner(this);

    /// <summary>The name of the span; of a message's: <c>queue process</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = MessageSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>What to run.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = MessageSet)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>
    /// A received message that the block processes: the span is a consumer's, under the sender's span. With -Link or -Parent it stays where
    /// it is, and points to the sender.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = MessageSet)]
    [ValidateNotNull]
    public object? Message { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _start = Message is null ? ReadStart(Name!) : ReadMessage(Message);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var span = UserSpan.Open(_start!, isHeld: false);
        try
        {
            _runner.Run(ScriptBlock!);
        }
        catch (Exception e) when (ScriptFailure.Is(e))
        {
            UserSpan.Fail(span, e);
            throw;
        }
        finally
        {
            span?.Stop();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.Dispose();

    private SpanStart ReadMessage(object message)
    {
        var processed = ProcessedMessage.Of(message);
        var start = ReadStart(Name ?? processed.SpanName);
        var sender = GivenContext.Sender(message);
        var links = new List<ActivityContext>(start.Links);
        if (Link is not null || Parent is not null)
            GivenContext.Add(links, sender.Remote);
        return start with
        {
            Kind = MyInvocation.BoundParameters.ContainsKey(nameof(Kind)) ? start.Kind : ActivityKind.Consumer,
            Parent = Link is null && Parent is null ? sender : start.Parent,
            Links = links,
            // What the script says wins.
            Attributes = [.. processed.Attributes, .. start.Attributes],
        };
    }
}
