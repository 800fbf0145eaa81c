using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// What the engine knows of the script that it is running, and does not tell in public. Compiled once; where a member is absent, errors that a
/// catch block takes, or a preference silences, are logged too.
/// </summary>
internal sealed class EngineContext
{
    private const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly VariablePath ErrorActionPreference = new("ErrorActionPreference");

    private static readonly Lazy<EngineContext?> Compiled = new(TryCompile);

    private readonly Func<CommandInvocationIntrinsics, RuntimeException?> _handled;
    private readonly Func<CommandInvocationIntrinsics, VariablePath, object?> _variable;

    private EngineContext(FieldInfo context, PropertyInfo handled, MethodInfo variable)
    {
        var commands = Expression.Parameter(typeof(CommandInvocationIntrinsics));
        var path = Expression.Parameter(typeof(VariablePath));
        var inner = Expression.Field(commands, context);
        _handled = Expression.Lambda<Func<CommandInvocationIntrinsics, RuntimeException?>>(Expression.Property(inner, handled), commands).Compile();
        _variable = Expression.Lambda<Func<CommandInvocationIntrinsics, VariablePath, object?>>(Expression.Call(inner, variable, path), commands, path).Compile();
    }

    /// <summary>What a catch block is handling; null where none is.</summary>
    public static RuntimeException? Handled(CommandInvocationIntrinsics commands) => Compiled.Value?._handled(commands);

    /// <summary>
    /// <c>$ErrorActionPreference</c> where the script stands. A module has variables of its own: the session state of a runspace does not know of
    /// those.
    /// </summary>
    public static object? ErrorAction(CommandInvocationIntrinsics commands) => Compiled.Value?._variable(commands, ErrorActionPreference);

    private static EngineContext? TryCompile() =>
        typeof(CommandInvocationIntrinsics).GetField("_context", Inner) is { } context
        && context.FieldType.GetProperty("CurrentExceptionBeingHandled", Inner) is { } handled
        && context.FieldType.GetMethod("GetVariableValue", Inner, [typeof(VariablePath)]) is { } variable
            ? new EngineContext(context, handled, variable)
            : null;
}
