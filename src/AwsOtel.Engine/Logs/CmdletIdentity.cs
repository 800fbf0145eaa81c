using System.Linq.Expressions;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// Makes one cmdlet another in the eyes of the engine: its pipeline, its context, and what it knows of its call. Compiled once; where a member
/// is absent, no cmdlet is hosted.
/// </summary>
internal sealed class CmdletIdentity
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    private static readonly Lazy<CmdletIdentity?> Compiled = new(TryCompile);

    private readonly Action<InternalCommand, InternalCommand> _lend;

    private CmdletIdentity(Action<InternalCommand, InternalCommand> lend, MethodInfo begin, MethodInfo process, MethodInfo end, MethodInfo stop)
    {
        _lend = lend;
        Begin = begin.CreateDelegate<Action<Cmdlet>>();
        Process = process.CreateDelegate<Action<Cmdlet>>();
        End = end.CreateDelegate<Action<Cmdlet>>();
        Stop = stop.CreateDelegate<Action<Cmdlet>>();
    }

    /// <summary>Null where this PowerShell has other insides.</summary>
    public static CmdletIdentity? Instance => Compiled.Value;

    public Action<Cmdlet> Begin { get; }

    public Action<Cmdlet> Process { get; }

    public Action<Cmdlet> End { get; }

    public Action<Cmdlet> Stop { get; }

    public void Lend(PSCmdlet from, PSCmdlet to) => _lend(from, to);

    private static CmdletIdentity? TryCompile()
    {
        var command = typeof(InternalCommand);
        // The call first: it is made of the others where it is not there yet.
        if (command.GetProperty("MyInvocation", Inner) is not { } call
            || command.GetField("_myInvocation", Inner) is not { } callField
            || command.GetProperty("Context", Inner) is not { CanWrite: true } context
            || command.GetProperty("CommandInfo", Inner) is not { CanWrite: true } info
            || command.GetField("commandRuntime", Inner) is not { } runtime
            || command.GetField("CommandOriginInternal", Inner) is not { } origin
            || Method("BeginProcessing") is not { } begin || Method("ProcessRecord") is not { } process
            || Method("EndProcessing") is not { } end || Method("StopProcessing") is not { } stop)
            return null;
        var from = Expression.Parameter(command);
        var to = Expression.Parameter(command);
        var lend = Expression.Block(
            Copy(call, callField), Copy(context, context), Copy(info, info), Copy(runtime, runtime), Copy(origin, origin));
        return new CmdletIdentity(Expression.Lambda<Action<InternalCommand, InternalCommand>>(lend, from, to).Compile(), begin, process, end, stop);

        Expression Copy(MemberInfo read, MemberInfo written) => Expression.Assign(Expression.MakeMemberAccess(to, written), Expression.MakeMemberAccess(from, read));
    }

    private static MethodInfo? Method(string name) => typeof(Cmdlet).GetMethod(name, Inner, Type.EmptyTypes);
}
