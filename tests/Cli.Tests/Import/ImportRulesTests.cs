using System.Text;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Import;

public sealed class ImportRulesTests : IDisposable
{
    private readonly CommandLineHarness _hybrid = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_body_is_kept_and_reported()
    {
        await _hybrid.RunAsync("profile", "set", "5", "{\"name\":\"new\"}", "--bot", "han");
        _folder.Add("girls_data/5.json", "{\"name\":\"old\"}"u8);
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(["keptOther 5"], Items(result));
        Assert.Equal("{\"name\":\"new\"}"u8.ToArray(), _hybrid.Store.Body("han", 5));
    }

    [Fact]
    public async Task A_deleted_profile_stays_deleted()
    {
        await DeleteAsync();
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(["keptDeleted 5"], Items(result));
        Assert.Null(_hybrid.Store.Body("han", 5));
    }

    [Theory]
    [InlineData("--overwrite")]
    [InlineData("--overwrite", "--dry-run")]
    public async Task Overwriting_replaces_what_is_there_and_what_was_deleted(params string[] options)
    {
        await DeleteAsync();
        await _hybrid.RunAsync("profile", "set", "6", "{\"name\":\"new\"}", "--bot", "han");
        _folder.Add("girls_data/6.json", "{\"name\":\"old\"}"u8);
        var result = await ImportAsync(options);
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(["overwritten 5", "overwritten 6"], Items(result));
        Assert.Equal(
            options.Length == 1 ? "{\"name\":\"old\"}" : "{\"name\":\"new\"}",
            Encoding.UTF8.GetString(_hybrid.Store.Body("han", 6)!));
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_be_kept()
    {
        await DeleteAsync();
        await _hybrid.RunAsync("profile", "set", "6", "{\"name\":\"new\"}", "--bot", "han");
        _folder.Add("girls_data/6.json", "{\"name\":\"old\"}"u8);
        _folder.Add("girls_data/7.json", "{}"u8);
        var result = await ImportAsync("--dry-run");
        Assert.Equal(["keptDeleted 5", "keptOther 6"], Items(result));
        Assert.Equal(1, result.Json.GetProperty("imported").GetInt32());
        Assert.Null(_hybrid.Store.Body("han", 7));
    }

    [Fact]
    public async Task A_profile_over_one_MiB_goes_to_quarantine()
    {
        var large = Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', JsonText.BytesMax)}\"}}");
        _folder.Add("girls_data/5.json", large);
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Equal(["quarantined 5"], Items(result));
        Assert.Equal(large, Assert.Single(_hybrid.Store.Quarantine).Value);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(17)]
    public async Task A_file_too_large_for_the_quarantine_fails_and_stays_in_the_source(int mebibytes)
    {
        _folder.Add("girls_data/5.json", new byte[mebibytes * 1024 * 1024]);
        _folder.Add("girls_data/6.json", "{}"u8);
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Equal(["failed 5"], Items(result));
        Assert.Equal([6], _hybrid.Store.Ids("han"));
        Assert.Empty(_hybrid.Store.Quarantine);
    }

    [Fact]
    public async Task A_record_too_large_to_read_does_not_stop_its_neighbours()
    {
        var large = new string('x', 17 * 1024 * 1024);
        _folder.Add("girls_data.json", Encoding.UTF8.GetBytes($"{{\"1\":{{\"a\":\"{large}\"}},\"2\":{{}}}}"));
        var result = await ImportAsync();
        Assert.Equal(["failed 1"], Items(result));
        Assert.Equal([2], _hybrid.Store.Ids("han"));
    }

    [Fact]
    public async Task A_map_that_was_cut_off_gives_what_is_before_the_cut_and_keeps_the_rest()
    {
        _folder.Add("girls_data.json", "{\"girls\": {\"1\": {}, \"2\": {\"name\": \"Ев"u8);
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Equal(["quarantined 2"], Items(result));
        Assert.Equal([1], _hybrid.Store.Ids("han"));
        Assert.Equal("{\"name\": \"Ев"u8.ToArray(), Assert.Single(_hybrid.Store.Quarantine).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("no JSON at all")]
    public async Task A_map_that_is_none_goes_to_quarantine(string text)
    {
        _folder.Add("girls_data.json", Encoding.UTF8.GetBytes(text));
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Incomplete, result.Code);
        var kept = Assert.Single(_hybrid.Store.Quarantine);
        Assert.Equal(("girls_data.json", text), (kept.Key.Source, Encoding.UTF8.GetString(kept.Value)));
    }

    [Fact]
    public async Task A_damaged_stored_profile_is_told_with_the_way_out()
    {
        _folder.Add("girls_data/5.json", "{}"u8);
        _hybrid.Store.OnCall = call => throw new DataDamagedException("Damaged. Run 'hybrid repair adopt'.");
        var result = await ImportAsync();
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Contains("hybrid repair adopt", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_cluster_refuses_goes_to_quarantine()
    {
        _folder.Add("girls_data/5.json", "{}"u8);
        _hybrid.Store.OnCall = call =>
        {
            if (call == "import")
            {
                throw new InvalidInputException("refused by a newer rule");
            }
        };
        Assert.Equal(["quarantined 5"], Items(await ImportAsync()));
    }

    [Fact]
    public async Task An_unreadable_folder_name_says_what_is_expected()
    {
        _folder.Add("notes.txt", "x"u8);
        var empty = await ImportAsync();
        Assert.Equal(ExitCode.Usage, empty.Code);
        Assert.Contains("neither 'girls_data/' nor 'girls_data.json'", empty.Messages, StringComparison.Ordinal);
        var missing = await _hybrid.RunAsync("import", Path.Combine(_folder.Path, "none"), "--bot", "han");
        Assert.Equal(ExitCode.Usage, missing.Code);
        Assert.Contains("There is no folder", missing.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_are_in_flight_but_never_more_than_asked_for()
    {
        for (var id = 1; id <= 200; id++)
        {
            _folder.Add($"girls_data/{id}.json", "{}"u8);
        }

        var (present, most) = (0, 0);
        using var two = new ManualResetEventSlim();
        _hybrid.Store.OnCall = _ =>
        {
            var now = Interlocked.Increment(ref present);
            InterlockedMax(ref most, now);
            if (now == 2)
            {
                two.Set();
            }

            Assert.True(two.Wait(TimeSpan.FromSeconds(10)), "A second profile was never on its way.");
            Interlocked.Decrement(ref present);
        };
        Assert.Equal(ExitCode.Done, (await ImportAsync("--in-flight", "2")).Code);
        Assert.Equal(2, most);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var old = target; old < value; old = target)
        {
            Interlocked.CompareExchange(ref target, value, old);
        }
    }

    private Task<CommandResult> ImportAsync(params string[] options)
        => _hybrid.RunAsync(["import", _folder.Path, "--bot", "han", "--format", "json", .. options]);

    private async Task DeleteAsync()
    {
        await _hybrid.RunAsync("profile", "set", "5", "{\"name\":\"old\"}", "--bot", "han");
        await _hybrid.RunAsync("profile", "delete", "5", "--bot", "han", "--yes");
        _folder.Add("girls_data/5.json", "{\"name\":\"old\"}"u8);
    }

    private static string[] Items(CommandResult result)
        => [.. result.Json.GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("result").GetString()} {item.GetProperty("id").GetInt64()}")];
}
