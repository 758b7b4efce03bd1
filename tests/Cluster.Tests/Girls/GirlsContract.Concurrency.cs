using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>What the old bot lost when several calls came at once. It ended each of these at 1.</summary>
public abstract partial class GirlsContract
{
    private const int Callers = 50;

    [Fact]
    public async Task Fifty_activity_updates_at_once_end_at_fifty()
    {
        await Task.WhenAll(Each(_ => Girls.UpdateLastActivityAsync(_id, Cancel)));
        var profile = (await Girls.GetProfileAsync(_id, Cancel))!;
        Assert.Equal(Callers, profile.MessageCount);
        Assert.EndsWith("Z", profile.LastActivity, StringComparison.Ordinal);
        Assert.Contains($"\"chat_id\":{_id},", await place.TextAsync(_id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_snapshots_in_one_second_are_fifty_in_two_managers()
    {
        var other = With(new());
        var ids = await Task.WhenAll(Enumerable.Range(0, Callers).Select(
            n => (n % 2 == 0 ? Girls : other).UpdateProfileAsync(_id, $"Работа {n}", Cancel).AsTask()));
        Assert.Equal(Callers, ids.Distinct().Count());
        var profile = (await Girls.GetProfileAsync(_id, Cancel))!;
        Assert.Equal(ids.Order(), profile.Snapshots.Keys.Order());
        Assert.Equal("20261128120000", ids.Min());
        Assert.Equal("20261128120049", ids.Max());
    }

    [Fact]
    public async Task Changes_of_every_kind_at_once_are_all_there()
    {
        await Girls.EnsureGirlAsync(_id, "Eva", Cancel);
        var read = (await Girls.GetProfileAsync(_id, Cancel))!;
        await Task.WhenAll(Each(n => (n % 5) switch
        {
            0 => Girls.UpdateLastActivityAsync(_id, Cancel),
            1 => new(Girls.UpdateProfileAsync(_id, $"I work {n}", Cancel).AsTask()),
            2 => new(Girls.AnalyzeAndSummarizeAsync(_id, $"talk {n}", Cancel).AsTask()),
            3 => Girls.SaveProfileAsync(read with { Others = Member($"m{n}") }, Cancel),
            _ => new(Girls.EnsureGirlAsync(_id, $"name {n}", Cancel).AsTask()),
        }));
        var after = (await Girls.GetProfileAsync(_id, Cancel))!;
        Assert.Equal(("Eva", 10L), (after.Name, after.MessageCount));
        Assert.Equal((20, 10, 10), (after.Snapshots.Count, after.Summary.Count, after.Others.Count));
    }

    private static Dictionary<string, JsonText> Member(string name) => new() { [name] = new("1") };

    private static IEnumerable<Task> Each(Func<int, ValueTask> call)
        => Enumerable.Range(0, Callers).Select(n => call(n).AsTask());
}
