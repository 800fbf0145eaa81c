using System.Reflection;
using System.Reflection.Emit;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>
/// Makes a derived cmdlet learn that its pipeline is over: PowerShell disposes of cmdlets also where EndProcessing never runs
/// (Select-Object -First, Ctrl-C, an error elsewhere in the pipeline).
/// </summary>
internal static class DisposeEmitter
{
    /// <returns>False where the base disposes of itself in a way that cannot be called from a subclass: such a cmdlet is left alone.</returns>
    public static bool TryEmit(TypeBuilder type, FieldInfo state, Type baseType)
    {
        var contract = typeof(IDisposable).GetMethod(nameof(IDisposable.Dispose))!;
        MethodInfo? inherited = null;
        if (typeof(IDisposable).IsAssignableFrom(baseType))
        {
            inherited = baseType.GetInterfaceMap(typeof(IDisposable)).TargetMethods[0];
            if (!inherited.IsPublic && !inherited.IsFamily && !inherited.IsFamilyOrAssembly)
                return false;
        }

        type.AddInterfaceImplementation(typeof(IDisposable));
        var dispose = type.DefineMethod(
            "System.IDisposable.Dispose",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot);
        var il = dispose.GetILGenerator();
        DerivedCmdlet.EmitCall(il, state, nameof(CmdletBracket.End));
        if (inherited is not null)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Call, inherited);
        }

        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(dispose, contract);
        return true;
    }
}
