using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;
using AwsOtel.Engine.CmdletSpans;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// Emits, once for each of PowerShell's own cmdlets that write to a script's streams, a type of the same full name and with the same parameters
/// that hosts it: they are sealed.
/// </summary>
internal static class HostedCmdletType
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "Microsoft.PowerShell.Commands.WriteErrorCommand",
        "Microsoft.PowerShell.Commands.WriteWarningCommand",
        "Microsoft.PowerShell.Commands.WriteInformationCommand",
        "Microsoft.PowerShell.Commands.WriteHostCommand",
    };

    private static readonly Lazy<ModuleBuilder> Module = new(static () =>
    {
        var name = new AssemblyName("AwsOtel.HostedCmdlets");
        return AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.Run).DefineDynamicModule(name.Name!);
    });

    private static readonly Dictionary<Type, Type?> Emitted = [];

    /// <summary>The hosting type; null for any other type, and for one that cannot be hosted.</summary>
    public static Type? Of(Type type)
    {
        if (!Names.Contains(type.FullName!) || type.Assembly.GetName().Name != "Microsoft.PowerShell.Commands.Utility"
            || CmdletIdentity.Instance is null || CommandStreams.Instance is null)
            return null;
        lock (Emitted)
        {
            if (!Emitted.TryGetValue(type, out var hosting))
            {
                // Noted first: a type that cannot be emitted is tried once only.
                Emitted[type] = null;
                Emitted[type] = hosting = IsPlain(type) ? Emit(type) : null;
            }

            return hosting;
        }
    }

    /// <summary>Whether it has nothing but parameters and the four methods that the engine calls: no dynamic parameters, nothing to dispose of.</summary>
    private static bool IsPlain(Type type) =>
        type.GetInterfaces().Length == typeof(PSCmdlet).GetInterfaces().Length && type.GetConstructor(Type.EmptyTypes) is not null
        && type.GetFields(BindingFlags.Instance | BindingFlags.Public).Length == 0;

    private static Type Emit(Type type)
    {
        var parent = typeof(HostedCmdlet<>).MakeGenericType(type);
        var hosting = Module.Value.DefineType(type.FullName!, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class, parent);
        CopiedAttributes.Copy(type, hosting);
        hosting.DefineDefaultConstructor(MethodAttributes.Public);
        var hosted = parent.GetField("Hosted", BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.IsDefined(typeof(ParameterAttribute), inherit: true))
                EmitParameter(hosting, hosted, property);
        }

        return hosting.CreateType();
    }

    private static void EmitParameter(TypeBuilder hosting, FieldInfo hosted, PropertyInfo property)
    {
        const MethodAttributes Accessor = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName;
        var parameter = hosting.DefineProperty(property.Name, PropertyAttributes.None, property.PropertyType, null);
        CopiedAttributes.Copy(property, parameter);
        if (property.GetMethod is { } read)
        {
            var get = hosting.DefineMethod(read.Name, Accessor, property.PropertyType, Type.EmptyTypes);
            var il = get.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, hosted);
            il.Emit(OpCodes.Callvirt, read);
            il.Emit(OpCodes.Ret);
            parameter.SetGetMethod(get);
        }

        if (property.SetMethod is { } write)
        {
            var set = hosting.DefineMethod(write.Name, Accessor, typeof(void), [property.PropertyType]);
            var il = set.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, hosted);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Callvirt, write);
            il.Emit(OpCodes.Ret);
            parameter.SetSetMethod(set);
        }
    }
}
