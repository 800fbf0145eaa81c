using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// Emits, once for each cmdlet type, a subclass of the same full name that brackets the cmdlet's own code with <see cref="CmdletBracket"/>.
/// Everything else is the cmdlet itself, so nothing that a script can see changes.
/// </summary>
internal sealed class DerivedCmdlet
{
    /// <summary>A module of its own for each assembly: two versions of a module may have types of the same name.</summary>
    private static readonly Dictionary<Assembly, ModuleBuilder> Modules = [];

    private static readonly Dictionary<Type, Type?> Derived = [];

    private readonly AwsCmdlet _cmdlet;
    private readonly TypeBuilder _type;
    private readonly FieldBuilder _state;

    private DerivedCmdlet(AwsCmdlet cmdlet, ModuleBuilder module)
    {
        _cmdlet = cmdlet;
        _type = module.DefineType(cmdlet.Type.FullName!, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class, cmdlet.Type);
        _state = _type.DefineField("awsOtelState", typeof(object), FieldAttributes.Private);
    }

    /// <summary>The derived type; null for a type that is not an AWS service cmdlet or cannot be derived from.</summary>
    public static Type? Of(Type type)
    {
        lock (Derived)
        {
            if (!Derived.TryGetValue(type, out var derived))
            {
                // Noted first: a type that cannot be emitted is tried once only.
                Derived[type] = null;
                derived = AwsCmdlet.TryDescribe(type) is { } cmdlet ? new DerivedCmdlet(cmdlet, ModuleFor(type.Assembly)).Emit() : null;
                Derived[type] = derived;
            }

            return derived;
        }
    }

    private static ModuleBuilder ModuleFor(Assembly assembly)
    {
        if (!Modules.TryGetValue(assembly, out var module))
        {
            var name = new AssemblyName("AwsOtel." + assembly.GetName().Name);
            module = AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.Run).DefineDynamicModule(name.Name!);
            Modules.Add(assembly, module);
        }

        return module;
    }

    private Type? Emit()
    {
        if (_cmdlet.Method("BeginProcessing") is not { } begin
            || _cmdlet.Method("ProcessRecord") is not { } process
            || _cmdlet.Method("EndProcessing") is not { } end
            || _cmdlet.Method("StopProcessing") is not { } stop
            || !DisposeEmitter.TryEmit(_type, _state, _cmdlet.Type))
            return null;

        CopiedAttributes.Copy(_cmdlet.Type, _type);
        EmitConstructor();
        EmitBracketed(begin, static (il, state) =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Call, Bracket(nameof(CmdletBracket.Begin)));
            il.Emit(OpCodes.Stfld, state);
        });
        EmitBracketed(process, static (il, state) => EmitCall(il, state, nameof(CmdletBracket.Enter)));
        // Most cmdlets have none of their own: then nothing runs that a span would have to be ambient for.
        if (end.DeclaringType == typeof(Cmdlet))
            EmitEnd(end);
        else
            EmitBracketed(end, static (il, state) => EmitCall(il, state, nameof(CmdletBracket.Enter)), nameof(CmdletBracket.End));
        EmitStop(stop);
        EmitOutput(_cmdlet.ProcessOutput);
        return _type.CreateType();
    }

    internal static MethodInfo Bracket(string name) => typeof(CmdletBracket).GetMethod(name)!;

    /// <summary>Calls a bracket method that takes the state alone.</summary>
    internal static void EmitCall(ILGenerator il, FieldInfo state, string name)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, state);
        il.Emit(OpCodes.Call, Bracket(name));
    }

    private void EmitConstructor()
    {
        var constructor = _type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, Type.EmptyTypes);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, _cmdlet.Type.GetConstructor(Type.EmptyTypes)!);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>
    /// <c>enter; try { try { base.X(); } filter (Fail) { } [completed] } finally { Leave }</c>. The filter sees an exception before anything is
    /// unwound, and never takes it.
    /// </summary>
    private void EmitBracketed(MethodInfo method, Action<ILGenerator, FieldInfo> enter, string? completed = null)
    {
        var il = Override(method).GetILGenerator();
        var exception = il.DeclareLocal(typeof(object));
        enter(il, _state);
        il.BeginExceptionBlock();
        il.BeginExceptionBlock();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, method);
        il.BeginExceptFilterBlock();
        il.Emit(OpCodes.Stloc, exception);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, _state);
        il.Emit(OpCodes.Ldloc, exception);
        il.Emit(OpCodes.Call, Bracket(nameof(CmdletBracket.Fail)));
        // Never entered, as the filter never says yes; a filter needs a handler all the same.
        il.BeginCatchBlock(null!);
        il.Emit(OpCodes.Pop);
        il.EndExceptionBlock();
        il.BeginFinallyBlock();
        EmitCall(il, _state, nameof(CmdletBracket.Leave));
        il.EndExceptionBlock();
        if (completed is not null)
            EmitCall(il, _state, completed);
        il.Emit(OpCodes.Ret);
    }

    private void EmitEnd(MethodInfo end)
    {
        var il = Override(end).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, end);
        EmitCall(il, _state, nameof(CmdletBracket.End));
        il.Emit(OpCodes.Ret);
    }

    private void EmitStop(MethodInfo stop)
    {
        var il = Override(stop).GetILGenerator();
        EmitCall(il, _state, nameof(CmdletBracket.Stop));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, stop);
        il.Emit(OpCodes.Ret);
    }

    /// <summary><c>EnterOutput(o?.ErrorResponse); try { base.ProcessOutput(o); CountOutput(o?.PipelineOutput); } finally { LeaveOutput }</c></summary>
    private void EmitOutput(MethodInfo output)
    {
        var outputType = output.GetParameters()[0].ParameterType;
        var il = Override(output).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, _state);
        EmitMember(il, outputType, "ErrorResponse");
        il.Emit(OpCodes.Call, Bracket(nameof(CmdletBracket.EnterOutput)));
        il.BeginExceptionBlock();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, output);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, _state);
        EmitMember(il, outputType, "PipelineOutput");
        il.Emit(OpCodes.Call, Bracket(nameof(CmdletBracket.CountOutput)));
        il.BeginFinallyBlock();
        EmitCall(il, _state, nameof(CmdletBracket.LeaveOutput));
        il.EndExceptionBlock();
        il.Emit(OpCodes.Ret);
    }

    /// <summary>Loads <c>argument?.Name</c>.</summary>
    private static void EmitMember(ILGenerator il, Type outputType, string name)
    {
        var getter = outputType.GetProperty(name)!.GetMethod!;
        var absent = il.DefineLabel();
        var loaded = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Brfalse_S, absent);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, getter);
        il.Emit(OpCodes.Br_S, loaded);
        il.MarkLabel(absent);
        il.Emit(OpCodes.Ldnull);
        il.MarkLabel(loaded);
    }

    private MethodBuilder Override(MethodInfo method)
    {
        var access = method.Attributes & MethodAttributes.MemberAccessMask;
        // Across assemblies, what is protected internal is overridden as protected.
        if (access == MethodAttributes.FamORAssem)
            access = MethodAttributes.Family;
        return _type.DefineMethod(
            method.Name,
            access | MethodAttributes.Virtual | MethodAttributes.HideBySig,
            typeof(void),
            method.GetParameters().Select(static parameter => parameter.ParameterType).ToArray());
    }
}
