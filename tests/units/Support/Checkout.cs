namespace AwsOtel.Tests.Support;

/// <summary>Where the files of the project are that the tests read.</summary>
internal static class Checkout
{
    public static readonly string Root = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AwsOtel.psd1")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run in a checkout.");
    }
}
