using AwsOtel.Engine.Delivery;
using AwsOtel.Engine.Session;
using Xunit;

namespace AwsOtel.Tests.Delivery;

/// <summary>The bounds of the spool, and who may have its files.</summary>
public sealed class SpoolFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("awsotel-spool-").FullName;
    private readonly SpoolFolder _folder;

    public SpoolFolderTests() => _folder = Folder("http://localhost:4318/v1/traces");

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void What_is_too_old_goes_with_its_number_of_spans()
    {
        var old = Write("a\nb\nc\n");
        var young = Write("d\n");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow - SpoolFolder.MaxAge - TimeSpan.FromMinutes(1));
        File.SetLastWriteTimeUtc(young, DateTime.UtcNow - SpoolFolder.MaxAge + TimeSpan.FromMinutes(1));

        Assert.Equal([(old, 3L)], _folder.Trim());
        Assert.Equal([young], Directory.GetFiles(_path));
    }

    [Fact]
    public void Of_what_is_too_much_the_oldest_goes()
    {
        var files = Enumerable.Range(0, 4).Select(_ => Write("a\n")).ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            using (var file = File.OpenWrite(files[i]))
                file.SetLength(SpoolFolder.MaxBytes / 3);
            File.SetLastWriteTimeUtc(files[i], DateTime.UtcNow.AddMinutes(i - 10));
        }

        Assert.Equal([files[0]], _folder.Trim().Select(static removed => removed.Path));
        Assert.Equal(files[1..], Directory.GetFiles(_path).Order());
    }

    [Fact]
    public void What_somebody_has_open_stays()
    {
        var path = Write("a\n");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddYears(-1));
        Assert.True(SpoolFile.TryClaim(path, out var held));
        using (held)
        {
            Assert.Empty(_folder.Trim());
            Assert.False(SpoolFile.TryClaim(path, out _));
        }

        Assert.True(SpoolFile.TryClaim(path, out var next));
        next.Dispose();
    }

    [Fact]
    public void A_file_without_a_span_is_nobodys()
    {
        using var file = _folder.Create();

        Assert.False(SpoolFile.TryClaim(file.Path, out _));
        Assert.False(SpoolFile.TryClaim(Path.Combine(_path, "none.jsonl"), out _));
    }

    [Fact]
    public void An_empty_file_that_is_old_goes()
    {
        var path = Write("");
        Assert.Empty(_folder.Trim());
        Assert.True(File.Exists(path));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddYears(-1));

        Assert.Empty(_folder.Trim());
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void What_the_spool_has_not_made_is_not_touched()
    {
        var own = Write("a\n");
        var foreign = new[] { "data.jsonl", Path.GetFileName(own).Replace(".jsonl", "-copy.jsonl", StringComparison.Ordinal) }.Select(name => Path.Combine(_path, name)).ToList();
        foreach (var path in foreign)
        {
            File.WriteAllText(path, "b\n");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddYears(-1));
        }

        // Only administrators make links on Windows.
        if (!OperatingSystem.IsWindows())
        {
            var target = Path.Combine(_path, "target");
            File.WriteAllText(target, "c\n");
            File.SetLastWriteTimeUtc(target, DateTime.UtcNow.AddYears(-1));
            var link = own.Replace(".jsonl", "0.jsonl", StringComparison.Ordinal);
            File.CreateSymbolicLink(link, target);
            foreign.AddRange([target, link]);
        }

        Assert.Equal([own], _folder.Files());
        Assert.Empty(_folder.Trim());
        Assert.Equal(foreign.Append(own).Order(), Directory.GetFiles(_path).Order());
        Assert.All(foreign, static path => Assert.Equal(2, File.ReadAllText(path).Length));
    }

    [Theory]
    [InlineData("http://user:password@localhost:4318/v1/traces", true)]
    [InlineData("http://localhost:4318/v1/traces?key=secret", true)]
    [InlineData("http://localhost:4319/v1/traces", false)]
    [InlineData("https://localhost:4318/v1/traces", false)]
    [InlineData("http://localhost:4318/v2/traces", false)]
    public void A_receiver_is_known_by_its_address_without_what_may_be_secret(string url, bool isSame)
    {
        var path = Write("a\n");

        Assert.Equal(isSame ? [path] : [], Folder(url).Files());
    }

    private SpoolFolder Folder(string url) => new(_path, new OtlpSettings(new Uri(url), OtelProtocol.HttpProtobuf, "", Compresses: false));

    private string Write(string text)
    {
        using var file = _folder.Create();
        file.Append(System.Text.Encoding.UTF8.GetBytes(text));
        return file.Path;
    }
}
