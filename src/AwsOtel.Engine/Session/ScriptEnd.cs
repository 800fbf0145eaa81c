namespace AwsOtel.Engine.Session;

/// <summary>How a script came to its end where it was not by <c>Stop-OtelSession</c>.</summary>
/// <param name="Reason">The value of <c>aws.script.end.reason</c>.</param>
/// <param name="ExitCode">The process's; null where it has none yet.</param>
internal sealed record ScriptEnd(string Reason, int? ExitCode = null)
{
    public static readonly ScriptEnd RunspaceClosed = new("runspace_closed");
    public static readonly ScriptEnd ModuleRemoved = new("module_removed");

    /// <summary>The script came to its end, by itself or by <c>exit</c>, an error or <c>[Environment]::Exit</c>.</summary>
    public static ScriptEnd Exit(int code) => new("exit", code);

    /// <summary>Ctrl-C.</summary>
    public static ScriptEnd Interrupt(int code) => new("interrupt", code) { IsInterrupt = true };

    /// <summary>The name of a signal that ends a process.</summary>
    public static ScriptEnd Signal(string name) => new(name) { IsSignal = true };

    public bool IsInterrupt { get; private init; }

    public bool IsSignal { get; private init; }
}
