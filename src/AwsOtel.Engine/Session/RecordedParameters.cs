namespace AwsOtel.Engine.Session;

/// <summary>The cmdlet parameters whose values are recorded: those that the user named, and never one that holds a secret.</summary>
internal static class RecordedParameters
{
    /// <summary>Parameters of AWS.Tools that hold keys, whatever their type.</summary>
    private static readonly string[] Secret =
        ["AccessKey", "SecretKey", "SessionToken", "Credential", "NetworkCredential", "PrivateKey", "AuthToken"];

    private static readonly string[] SecretPart = ["Password", "Passphrase", "SecretString", "SecretBinary", "SecretAccessKey", "CustomerProvidedKey", "AccessToken", "ClientSecret"];

    /// <summary>Of the sessions that are on; null where values are not recorded.</summary>
    public static HashSet<string>? Current { get; set; }

    /// <exception cref="SettingException">A name is none, or that of a secret.</exception>
    public static HashSet<string>? Read(string[]? names, SettingSources sources)
    {
        sources.SetTyped("RecordParameter", names is not null);
        if (names is null)
            return null;
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAny("*?- "))
            {
                throw new SettingException("InvalidRecordParameter", "RecordParameter", name,
                    $"-RecordParameter: '{name}' is not the name of a parameter. Give whole names without a dash, such as BucketName.");
            }

            if (IsSecret(name))
            {
                throw new SettingException("InvalidRecordParameter", "RecordParameter", name,
                    $"-RecordParameter: the values of '{name}' are keys or credentials, and those are never recorded. Leave it out.");
            }
        }

        return names.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsSecret(string name) =>
        Array.Exists(Secret, secret => secret.Equals(name, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(SecretPart, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
