using System.Management.Automation;
using AwsOtel.Engine.CmdletSpans;
using AwsOtel.Engine.Propagation;
using AwsOtel.Engine.Session;

namespace AwsOtel.Engine.Commands;

/// <summary>
/// Runs a script block under a context: of this session in another runspace, or of somebody else who called this script. The block runs in the
/// caller's scope and as if it were dot-sourced; without a session that is all.
/// </summary>
[Cmdlet(VerbsOther.Use, "OtelContext")]
[OutputType(typeof(object))]
public sealed class UseOtelContextCommand : PSCmdlet, IDisposable
{
    private readonly ScriptBlockRunner _runner;
    private IncomingContext _context;

    /// <inheritdoc cref="UseOtelContextCommand"/>
    public UseOtelContextCommand() => _runner = new ScriptBlockRunner(this);

    /// <summary>
    /// What the spans of the block are under: a context of Get-OtelContext, a W3C traceparent, a hashtable of headers (of the session's propagators,
    /// names in any case), or a message that a queue or a Lambda event brought. Headers and messages without a context change nothing.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public object? Context { get; set; }

    /// <summary>What to run.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Checked without a session as well: a script shows its mistakes with telemetry and without.
        var given = ContextArgument.Of(Context!);
        if (!IncomingContextReader.TryRead(given, ProcessPropagators.Current, out _context))
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"-Context: {IncomingContextReader.Show(given)} {IncomingContextReader.Mend}"), "InvalidContext", ErrorCategory.InvalidArgument, null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var spans = RunspaceSpans.Here();
        var scope = spans is null ? null : Open(spans);
        try
        {
            _runner.Run(ScriptBlock!);
        }
        finally
        {
            if (scope is not null)
                spans!.Close(scope);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.Dispose();

    /// <returns>Null where there is no context, or no session any more.</returns>
    private SpanScope? Open(RunspaceSpans spans)
    {
        try
        {
            FaultPoint.Reach("open a context");
            if (_context.IsNone || SessionRegistry.OfSpan(_context.Span) is not { } session)
                return null;
            session = _context.Span is null ? spans.Scope?.Session ?? session : session;
            var parent = _context.ToParent(session.BaggageAttributes);
            // Baggage may come without a parent.
            if (parent.IsNone)
                parent = RunspaceSpans.ParentOfCmdlet() with { Baggage = parent.Baggage };
            return spans.Open(parent, session);
        }
        catch (Exception e)
        {
            OwnFailures.Record("open a context", e);
            return null;
        }
    }
}
