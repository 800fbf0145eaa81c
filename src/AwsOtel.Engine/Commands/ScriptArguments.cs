using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace AwsOtel.Engine.Commands;

/// <summary>The arguments of a script, as elements of the command that runs it.</summary>
internal sealed partial class ScriptArguments(IScriptExtent call)
{
    /// <summary>Common parameters that are the script's where it has them; those that name a variable work on what passes through us.</summary>
    private static readonly string[] Common =
        ["Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction"];

    private readonly List<CommandElementAst> _elements = [];

    public IReadOnlyList<CommandElementAst> Elements => _elements;

    /// <summary>Adds what PowerShell could not bind to a parameter of ours. As with <c>pwsh -File</c>, what begins with a dash and a letter names a parameter.</summary>
    public void AddTyped(IReadOnlyList<object?> typed)
    {
        for (var i = 0; i < typed.Count; i++)
        {
            if (Unwrap(typed[i]) is not string text || ParameterName().Match(text) is not { Success: true } match)
            {
                AddValue(typed[i]);
                continue;
            }

            var name = match.Groups["name"].Value;
            if (match.Groups["value"] is { Success: true, Value: { Length: > 0 } value })
                Add(name, AsWritten(value));
            else if (text.EndsWith(':') && i + 1 < typed.Count)
                Add(name, typed[++i]);
            else
                AddName(name);
        }
    }

    /// <summary>Splats: a map by names, a list by position, anything else as one value.</summary>
    /// <exception cref="ArgumentException">A name of the map is none.</exception>
    public void Splat(object list)
    {
        switch (Unwrap(list))
        {
            case IDictionary named:
                foreach (DictionaryEntry entry in named)
                {
                    var name = Unwrap(entry.Key) as string;
                    if (string.IsNullOrWhiteSpace(name))
                        throw new ArgumentException($"-ArgumentList: '{entry.Key}' is not the name of a parameter. Give @{{ Name = 'value' }}, or an array for values by position.");
                    Add(name, entry.Value);
                }

                break;
            case IEnumerable values and not string:
                foreach (var value in values)
                    AddValue(value);
                break;
            default:
                AddValue(list);
                break;
        }
    }

    public void AddCommon(Dictionary<string, object> bound)
    {
        foreach (var name in Common)
        {
            if (!bound.TryGetValue(name, out var value))
                continue;
            if (value is SwitchParameter { IsPresent: false })
            {
                Add(name, false);
                continue;
            }

            AddName(name);
            if (value is not SwitchParameter)
                AddValue(value is Enum ? value.ToString() : value);
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static object AsWritten(string value) => bool.TryParse(value.TrimStart('$'), out var flag) ? flag : value;

    private void AddName(string name) => _elements.Add(new CommandParameterAst(call, name, null, At("-" + name)));

    private void Add(string name, object? value) =>
        _elements.Add(new CommandParameterAst(call, name, new ConstantExpressionAst(call, value), At($"-{name}:")));

    private void AddValue(object? value) => _elements.Add(new ConstantExpressionAst(call, value));

    private CallPosition At(string text) => new(call, text);

    // https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_pwsh#-file---f
    [GeneratedRegex(@"^-(?<name>[\p{L}_?][^\s:]*)(?::(?<value>.*))?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex ParameterName();
}
