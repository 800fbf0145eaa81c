using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace AwsOtel.Engine.Logs;

/// <summary>
/// The text of what was given to Write-Information, without the help of the script: a ToString() of its own, or a property that it computes, may
/// do anything, and would do it once more than it does without logs.
/// </summary>
internal static class InformationText
{
    public static string Of(object? data) => data switch
    {
        null => "",
        PSObject { BaseObject: PSCustomObject } custom => OfProperties(custom),
        PSObject wrapped => OfPlain(wrapped.BaseObject),
        _ => OfPlain(data),
    };

    /// <summary>What PowerShell shows of it, with the values that are there.</summary>
    private static string OfProperties(PSObject custom)
    {
        var text = new StringBuilder("@{");
        foreach (var property in custom.Properties)
        {
            if (text.Length > "@{".Length)
                text.Append("; ");
            text.Append(property.Name).Append('=');
            if (property is PSNoteProperty { Value: { } value })
                text.Append(OfPlain(value is PSObject wrapped ? wrapped.BaseObject : value));
        }

        return text.Append('}').ToString();
    }

    /// <summary>A class of a script is compiled into an assembly that is in no file.</summary>
    private static string OfPlain(object data) =>
        data.GetType() is var type && type.Assembly.IsDynamic ? type.Name
        : data is PSCustomObject ? "@{…}"
        : data is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture)
        : data.ToString() ?? "";
}
