using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace AwsOtel.Engine.CmdletSpans;

/// <summary>Copies the attributes that the engine reads from a cmdlet's own type, without inheritance.</summary>
internal static class CopiedAttributes
{
    public static void Copy(Type from, TypeBuilder to)
    {
        foreach (var attribute in from.GetCustomAttributesData())
        {
            if (attribute.AttributeType == typeof(CmdletAttribute)
                || attribute.AttributeType == typeof(OutputTypeAttribute)
                || attribute.AttributeType == typeof(ObsoleteAttribute))
                to.SetCustomAttribute(Builder(attribute));
        }
    }

    /// <summary>Those of a parameter.</summary>
    public static void Copy(PropertyInfo from, PropertyBuilder to)
    {
        foreach (var attribute in from.GetCustomAttributesData())
        {
            // The compiler's own are of no use here, and private to their assembly.
            if (attribute.AttributeType.IsVisible)
                to.SetCustomAttribute(Builder(attribute));
        }
    }

    private static CustomAttributeBuilder Builder(CustomAttributeData attribute)
    {
        var properties = attribute.NamedArguments.Where(static argument => !argument.IsField).ToArray();
        var fields = attribute.NamedArguments.Where(static argument => argument.IsField).ToArray();
        return new CustomAttributeBuilder(
            attribute.Constructor,
            attribute.ConstructorArguments.Select(Value).ToArray(),
            properties.Select(static argument => (PropertyInfo)argument.MemberInfo).ToArray(),
            properties.Select(static argument => Value(argument.TypedValue)).ToArray(),
            fields.Select(static argument => (FieldInfo)argument.MemberInfo).ToArray(),
            fields.Select(static argument => Value(argument.TypedValue)).ToArray());
    }

    private static object? Value(CustomAttributeTypedArgument argument)
    {
        if (argument.Value is not ReadOnlyCollection<CustomAttributeTypedArgument> items)
            return argument.ArgumentType.IsEnum ? Enum.ToObject(argument.ArgumentType, argument.Value!) : argument.Value;
        var array = Array.CreateInstance(argument.ArgumentType.GetElementType()!, items.Count);
        for (var i = 0; i < items.Count; i++)
            array.SetValue(Value(items[i]), i);
        return array;
    }
}
