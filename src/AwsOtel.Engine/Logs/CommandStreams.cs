using System.Collections;
using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// The engine's way to a running cmdlet's streams, which it has for -ErrorVariable and its like, and no public one for others. Compiled once;
/// where a member is absent, cmdlets' warnings and information are not logged.
/// </summary>
internal sealed class CommandStreams
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Lazy<CommandStreams?> Compiled = new(TryCompile);

    private readonly Func<ICommandRuntime, IList, object?> _open;
    private readonly Action<object, IList> _close;
    private readonly Func<ICommandRuntime, ActionPreference> _error;
    private readonly Func<ICommandRuntime, ActionPreference> _warning;
    private readonly Func<ICommandRuntime, ActionPreference> _information;
    private readonly Type _runtime;

    private CommandStreams(Type runtime, MethodInfo add, MethodInfo remove, Type kind)
    {
        _runtime = runtime;
        var given = Expression.Parameter(typeof(ICommandRuntime));
        var list = Expression.Parameter(typeof(IList));
        var cast = Expression.Convert(given, runtime);
        var pipe = Expression.Variable(add.DeclaringType!);
        _open = Expression.Lambda<Func<ICommandRuntime, IList, object?>>(
            Expression.Block(
                [pipe],
                Expression.Assign(pipe, Expression.Property(cast, "OutputPipe")),
                Expression.Call(pipe, add, Kind("Error"), list),
                Expression.Call(pipe, add, Kind("Warning"), list),
                Expression.Call(pipe, add, Kind("Information"), list),
                pipe),
            given,
            list).Compile();
        var opened = Expression.Parameter(typeof(object));
        var castPipe = Expression.Convert(opened, add.DeclaringType!);
        _close = Expression.Lambda<Action<object, IList>>(
            Expression.Block(
                Expression.Call(castPipe, remove, Kind("Error"), list),
                Expression.Call(castPipe, remove, Kind("Warning"), list),
                Expression.Call(castPipe, remove, Kind("Information"), list)),
            opened,
            list).Compile();
        _error = Preference("ErrorAction");
        _warning = Preference("WarningPreference");
        _information = Preference("InformationPreference");

        Expression Kind(string name) => Expression.Constant(Enum.Parse(kind, name), kind);

        Func<ICommandRuntime, ActionPreference> Preference(string name) =>
            Expression.Lambda<Func<ICommandRuntime, ActionPreference>>(Expression.Property(cast, name), given).Compile();
    }

    /// <summary>Null where this PowerShell has other insides.</summary>
    public static CommandStreams? Instance => Compiled.Value;

    /// <summary>From here on the list is given what the cmdlet writes.</summary>
    /// <returns>What <see cref="Close"/> needs; null where the cmdlet runs in no pipeline.</returns>
    public object? Open(PSCmdlet cmdlet, IList list) => _runtime.IsInstanceOfType(cmdlet.CommandRuntime) ? _open(cmdlet.CommandRuntime, list) : null;

    public void Close(object pipe, IList list) => _close(pipe, list);

    public ActionPreference ErrorPreference(PSCmdlet cmdlet) => _error(cmdlet.CommandRuntime);

    public ActionPreference WarningPreference(PSCmdlet cmdlet) => _warning(cmdlet.CommandRuntime);

    public ActionPreference InformationPreference(PSCmdlet cmdlet) => _information(cmdlet.CommandRuntime);

    private static CommandStreams? TryCompile()
    {
        var engine = typeof(PSCmdlet).Assembly;
        var runtime = engine.GetType("System.Management.Automation.MshCommandRuntime");
        var kind = engine.GetType("System.Management.Automation.Internal.VariableStreamKind");
        if (runtime?.GetProperty("OutputPipe", Inner)?.PropertyType is not { } pipe || kind is null)
            return null;
        Type[] arguments = [kind, typeof(IList)];
        return pipe.GetMethod("AddVariableList", Inner, arguments) is { } add
            && pipe.GetMethod("RemoveVariableList", Inner, arguments) is { } remove
            && runtime.GetProperty("ErrorAction", Inner) is not null
            && runtime.GetProperty("WarningPreference", Inner) is not null
            && runtime.GetProperty("InformationPreference", Inner) is not null
            ? new CommandStreams(runtime, add, remove, kind)
            : null;
    }
}
