namespace AwsOtel.Engine.Session;

/// <summary>
/// Takes PowerShell's wrapper off values that come from a script. The session knows nothing of PowerShell (it also runs without it), so the
/// command layer sets how.
/// </summary>
internal static class ValueUnwrapper
{
    public static Func<object, object> Unwrapper { private get; set; } = static value => value;

    public static object? Unwrap(object? value) => value is null ? null : Unwrapper(value);
}
