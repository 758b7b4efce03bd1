using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Commands;

public sealed class RepairCommandTests
{
    private readonly CommandLineHarness _hybrid = new();

    [Fact]
    public async Task List_shows_what_is_damaged_and_what_is_in_quarantine()
    {
        _hybrid.Store.Damaged.Add(new DamagedItem(
            ComponentName.Users, "-42", "han/users/42/-42.json", "edited [by hand]", true));
        _hybrid.Store.Quarantine[("girls_data/vip.json", "its name is no id")] = [1, 2, 3];
        var text = await _hybrid.RunAsync("repair", "list", "--bot", "han");
        Assert.Equal(ExitCode.Damaged, text.Code);
        Assert.Contains("edited [by hand]", text.Text, StringComparison.Ordinal);
        Assert.Contains("girls_data/vip.json", text.Text, StringComparison.Ordinal);
        var json = await _hybrid.RunAsync("repair", "list", "--bot", "han", "--format", "json");
        var damaged = Assert.Single(json.Json.GetProperty("damaged").EnumerateArray());
        Assert.Equal(-42, damaged.GetProperty("id").GetInt64());
        Assert.True(damaged.GetProperty("canBeAdopted").GetBoolean());
        Assert.Equal(
            3, Assert.Single(json.Json.GetProperty("quarantine").EnumerateArray()).GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task List_of_nothing_is_done()
    {
        var result = await _hybrid.RunAsync("repair", "list", "--bot", "han");
        Assert.Equal(
            (ExitCode.Done, "Nothing is damaged.\nNothing is in quarantine.\n"), (result.Code, result.Text));
    }

    [Fact]
    public async Task Adopt_prints_the_receipt()
    {
        var result = await _hybrid.RunAsync("repair", "adopt", "-42", "--bot", "han");
        Assert.Equal((ExitCode.Done, "revision 18, held by store\n"), (result.Code, result.Text));
    }

    [Fact]
    public async Task List_looks_through_every_component_or_one()
    {
        _hybrid.Store.Damaged.Add(new DamagedItem(
            ComponentName.Conversations, "42/00000003", "han/conversations/42/00000003.json", "edited", false));
        var text = await _hybrid.RunAsync("repair", "list", "--bot", "han");
        Assert.Equal(ExitCode.Damaged, text.Code);
        Assert.Contains("42/00000003", text.Text, StringComparison.Ordinal);
        var json = await _hybrid.RunAsync(
            "repair", "list", "--bot", "han", "--component", "conversations", "--format", "json");
        var damaged = Assert.Single(json.Json.GetProperty("damaged").EnumerateArray());
        Assert.Equal("conversations", damaged.GetProperty("component").GetString());
        Assert.False(damaged.TryGetProperty("id", out _));
        var other = await _hybrid.RunAsync("repair", "list", "--bot", "han", "--component", "configuration");
        Assert.Equal(ExitCode.Done, other.Code);
    }

    [Fact]
    public async Task Adopt_takes_a_component_and_a_key()
    {
        var called = "";
        _hybrid.Store.OnCall = call => called = call;
        var result = await _hybrid.RunAsync(
            "repair", "adopt", "chat/42", "--component", "configuration", "--bot", "han");
        Assert.Equal((ExitCode.Done, "revision 7, held by store\n"), (result.Code, result.Text));
        Assert.Equal("adopt Configuration chat/42", called);
        Assert.Equal(ExitCode.Usage, (await _hybrid.RunAsync("repair", "adopt", "chat/42", "--bot", "han")).Code);
        Assert.Equal(
            ExitCode.Usage,
            (await _hybrid.RunAsync("repair", "adopt", "x", "--component", "grains", "--bot", "han")).Code);
    }
}
