using System.Text.Json;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Cli.Tests.Processes;

/// <summary>The program and a silo as processes, as an operator runs them.</summary>
public sealed class RealProcessTests(SiloFixture silo) : IClassFixture<SiloFixture>, IDisposable
{
    private const int Profiles = 600;

    private static readonly TimeSpan BeginTimeMax = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_sample_folder_ends_with_the_golden_report_and_equal_bytes_even_after_the_silo_was_killed()
    {
        using var import = silo.Hybrid("import", Repository.LegacyBot, "--bot", "han_dating_bot", "--format", "json");
        var (code, output, _) = await import.EndAsync();
        Assert.Equal((int)ExitCode.Incomplete, code);
        Golden.Check("tests/Cli.Tests/golden/v1/legacy-bot.report.json", output);
        await AssertSampleAsync();
        await silo.KillAndStartAgainAsync();
        await AssertSampleAsync();
        using var second = silo.Hybrid("import", Repository.LegacyBot, "--bot", "han_dating_bot", "--format", "json");
        var again = JsonDocument.Parse((await second.EndAsync()).Output).RootElement;
        var first = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, again.GetProperty("imported").GetInt32());
        Assert.Equal(first.GetProperty("imported").GetInt32(), again.GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task A_long_chat_is_imported_in_its_order_and_a_second_import_adds_nothing()
    {
        const int Messages = 1_500;
        Directory.CreateDirectory(Path.Combine(Source, "girls_data"));
        Directory.CreateDirectory(Path.Combine(Source, "conversations"));
        await File.WriteAllTextAsync(
            Path.Combine(Source, "conversations", "7.json"),
            $"[{string.Join(",", Enumerable.Range(1, Messages).Select(n =>
                $$"""{"ts":"2025-03-01T18:40:00Z","direction":"in","text":"{{n}}"}"""))}]",
            TestContext.Current.CancellationToken);
        foreach (var counted in new[] { "imported", "unchanged" })
        {
            using var import = silo.Hybrid("import", Source, "--bot", "long", "--format", "json");
            var (code, output, messages) = await import.EndAsync();
            Assert.True(code == (int)ExitCode.Done, $"{code}: {output}{messages}");
            Assert.Equal(
                Messages,
                JsonDocument.Parse(output).RootElement.GetProperty("messages").GetProperty(counted).GetInt32());
        }

        var key = new ConversationKey(new BotId("long"), 7);
        var last = await silo.Client.Conversations.GetRangeAsync(
            key, Messages - 99, 1_000, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(Messages - 99, 100).Select(n => $"{n}"), last.Messages.Select(m => m.Text));
    }

    [Fact]
    public async Task An_import_killed_in_the_middle_and_run_again_brings_every_profile_once()
    {
        await new CommandLineHarness().RunAsync("sample", "--profiles", $"{Profiles}", "--out", Source);
        using (var first = silo.Hybrid("import", Source, "--bot", "killed", "--in-flight", "1"))
        {
            await BegunAsync("killed", first);
            first.Kill();
        }

        using var second = silo.Hybrid("import", Source, "--bot", "killed", "--format", "json");
        var (code, output, _) = await second.EndAsync();
        Assert.Equal((int)ExitCode.Done, code);
        var report = JsonDocument.Parse(output).RootElement;
        var (imported, unchanged) = (
            report.GetProperty("imported").GetInt32(), report.GetProperty("unchanged").GetInt32());
        Assert.Equal(Profiles, imported + unchanged);
        Assert.True(imported > 0 && unchanged > 0, $"The kill missed the middle: {imported}, {unchanged}.");
        await AssertAllAsync("killed");
    }

    [Fact]
    public async Task An_import_stopped_by_an_interrupt_says_how_to_go_on()
    {
        await new CommandLineHarness().RunAsync("sample", "--profiles", $"{Profiles}", "--out", Source);
        using var import = silo.Hybrid("import", Source, "--bot", "stopped", "--in-flight", "1", "--format", "json");
        await BegunAsync("stopped", import);
        import.Interrupt();
        var (code, output, messages) = await import.EndAsync();
        Assert.Equal((int)ExitCode.Stopped, code);
        Assert.False(JsonDocument.Parse(output).RootElement.GetProperty("finished").GetBoolean());
        Assert.Contains("Run the same command again: it goes on.", messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_silo_it_says_how_to_start_one()
    {
        using var hybrid = ChildProcess.Start(
            "Cli", _folder.Path, new Dictionary<string, string>(),
            "profile", "get", "-5", "--bot", "han", "--gateway", "127.0.0.1:1", "--connect-timeout", "0.5");
        var (code, output, messages) = await hybrid.EndAsync();
        Assert.Equal(((int)ExitCode.Unavailable, ""), (code, output));
        Assert.Equal(
            "hybrid: No silo answers at 127.0.0.1:1 (tried for 0.5 s). Start one with 'dotnet run --project Silo', "
            + "or name another gateway: --gateway HOST:PORT.\n",
            messages);
    }

    private string Source => Path.Combine(_folder.Path, "source");

    private async Task AssertSampleAsync()
    {
        foreach (var id in new long[] { 1001, 1006, 1008, -1001234567 })
        {
            using var get = silo.Hybrid("profile", "get", $"{id}", "--bot", "han_dating_bot");
            var file = await File.ReadAllBytesAsync(
                Path.Combine(Repository.LegacyBot, "girls_data", $"{id}.json"), TestContext.Current.CancellationToken);
            var expected = System.Text.Encoding.UTF8.GetString(RecordBody.Parse(file).Utf8.Span);
            Assert.Equal(expected, (await get.EndAsync()).Output);
        }
    }

    private async Task BegunAsync(string bot, ChildProcess import)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await silo.Client.Users.ListAsync(new BotId(bot), TestContext.Current.CancellationToken).AnyAsync())
        {
            Assert.False(import.HasExited, "The import ended before it was seen to begin.");
            Assert.True(
                TimeProvider.System.GetElapsedTime(started) < BeginTimeMax, "The import stored nothing for too long.");
        }
    }

    private async Task AssertAllAsync(string bot)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var files = Directory.GetFiles(Path.Combine(Source, "girls_data"));
        var listed = await silo.Client.Users.ListAsync(new BotId(bot), cancellation).ToListAsync(cancellation);
        Assert.Equal(Profiles, files.Length);
        Assert.Equal(
            files.Select(file => long.Parse(Path.GetFileNameWithoutExtension(file), null)).Order(),
            listed.Select(profile => profile.TelegramId).Order());
        Assert.All(listed, profile => Assert.Equal(1, profile.Revision));
        foreach (var file in files)
        {
            var key = new UserKey(new BotId(bot), long.Parse(Path.GetFileNameWithoutExtension(file), null));
            var reading = await silo.Client.Users.GetAsync(key, Freshness.Fresh, cancellation);
            var expected = RecordBody.Parse(await File.ReadAllBytesAsync(file, cancellation));
            Assert.Equal(expected.Utf8.ToArray(), reading.Body!.Value.Utf8.ToArray());
        }
    }
}
