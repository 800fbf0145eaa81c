using AwsOtel.Engine.Session;
using AwsOtel.Engine.Traces;
using AwsOtel.Tests.Support;
using Xunit;

namespace AwsOtel.Tests.Session;

[Collection(ProcessWide.Name)]
public sealed class StateFolderTests : IDisposable
{
    private readonly string _before = Environment.GetEnvironmentVariable("XDG_STATE_HOME")!;
    private readonly string _home = Directory.CreateTempSubdirectory("awsotel-state-").FullName;

    public StateFolderTests() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", _home);

    private string Traces => Path.Combine(_home, "awsotel", "traces");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", _before);
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public void Traces_are_in_the_users_state_folder()
    {
        Assert.Equal(Traces, StateFolder.Traces);
        Assert.Null(StateFolder.NewestTraceFile());
    }

    [Fact]
    public void A_session_without_settings_writes_a_file_there()
    {
        using var session = TestSession.Begin(new() { ScriptPath = "/scripts/nightly backup.ps1" });
        var counts = session.EndWithCounts();

        var file = Assert.Single(Directory.GetFiles(Traces));
        Assert.Equal(file, StateFolder.NewestTraceFile());
        Assert.Matches(@"^\d{8}T\d{6}\.\d{3}Z-\d+-nightly-backup\.ps1\.jsonl$", Path.GetFileName(file));
        Assert.Equal("nightly backup.ps1", Assert.Single(TraceFile.Read(file, out _)).Name);
        Assert.Equal(new(1, 1, 0, 0, null, null), counts);
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("a/b\0c")]
    [InlineData("")]
    public void A_files_name_stays_in_the_folder(string name) => Assert.Equal(Traces, Path.GetDirectoryName(Path.GetFullPath(StateFolder.NewTraceFile(Traces, name))));

    [Fact]
    public void A_very_long_name_can_be_written()
    {
        using var session = TestSession.Begin(new() { Name = new string('n', 400) });

        Assert.Equal(new(1, 1, 0, 0, null, null), session.EndWithCounts());
    }

    [Fact]
    public void The_newest_hundred_stay_and_other_files_and_those_of_running_processes_too()
    {
        // No process has this id on any system.
        const int Gone = int.MaxValue;
        Directory.CreateDirectory(Traces);
        for (var i = 0; i < 129; i++)
            File.WriteAllText(Path.Combine(Traces, $"20260101T000000.{i:000}Z-{Gone}-a.jsonl"), "");
        File.WriteAllText(Path.Combine(Traces, $"20250101T000000.000Z-{Environment.ProcessId}-a.jsonl"), "");
        File.WriteAllText(Path.Combine(Traces, "0-mine.jsonl"), "");
        File.WriteAllText(Path.Combine(Traces, "0-notes.txt"), "");
        StateFolder.RemoveOldTraces(Traces);

        var left = Directory.GetFiles(Traces).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["0-mine.jsonl", "0-notes.txt", $"20250101T000000.000Z-{Environment.ProcessId}-a.jsonl"], left[..3]);
        Assert.Equal($"20260101T000000.029Z-{Gone}-a.jsonl", left[3]);
        Assert.Equal(103, left.Count);
    }

    [Fact]
    public void A_nested_session_that_names_the_same_file_shares_it()
    {
        var path = Path.Combine(_home, "trace.jsonl");
        using var outer = TestSession.Begin(new() { Path = path });
        using var inner = TestSession.Begin(new() { Name = "inner", Path = path }, outer);
        Assert.Empty(inner.Warnings);
        inner.EndWithCounts();
        outer.EndWithCounts();

        Assert.Equal(2, TraceFile.Read(path, out _).Count);
    }

    [Fact]
    public void A_file_in_a_folder_that_is_not_there_yet_is_made()
    {
        var path = Path.Combine(_home, "new", "folder", "trace.jsonl");
        using var session = TestSession.Begin(new() { Path = path });
        session.EndWithCounts();

        Assert.Single(TraceFile.Read(path, out _));
    }
}
