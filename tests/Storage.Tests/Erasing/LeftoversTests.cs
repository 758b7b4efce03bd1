using System.Text;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Erasing;

/// <summary>What is taken away beside the records themselves.</summary>
public sealed class LeftoversTests
{
    private static readonly RecordKey Other = RecordKeys.User(ErasingLab.Bot, 421);

    private static readonly ErasedRecords Erased = new()
    {
        Component = Component.Users,
        Owner = ErasingLab.Bot,
        Keys = [ErasingLab.Key],
        PersonId = "42",
        IsOfMany = source => source.StartsWith("girls_data.json", StringComparison.Ordinal),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Phase.DualWrite)]
    [InlineData(Phase.RampDown)]
    public async Task Divergences_of_the_erased_key_leave_the_documents_of_both_stores(Phase phase)
    {
        var lab = new ErasingLab(phase);
        await lab.NoteAsync(lab.Json, 7, ErasingLab.Key, Other);
        await lab.NoteAsync(lab.Postgres, 7, Other, ErasingLab.Key);

        await lab.ClearAsync(Erased);

        var json = await lab.Json.Documents.ReadAsync(Component.Users, Cancel);
        var postgres = await lab.Postgres.Documents.ReadAsync(Component.Users, Cancel);
        Assert.Equal(Other.Text, Assert.Single(json!.Divergences).Key);
        Assert.Equal(Other.Text, Assert.Single(postgres!.Divergences).Key);
        var (root, copy) = phase == Phase.DualWrite ? (json, postgres) : (postgres, json);
        Assert.True(root.Version >= copy.Version, "The copy became newer than the document that decides.");
        await lab.ClearAsync(Erased);
        Assert.Equal(root, (phase == Phase.DualWrite ? lab.Json : lab.Postgres) is { } store
            ? await store.Documents.ReadAsync(Component.Users, Cancel) : null);
    }

    [Theory]
    [InlineData("users/han/42 revision 7 of postgres")]
    [InlineData("users/42 revision 7")]
    public async Task What_a_repair_or_an_adoption_has_put_aside_goes(string source)
    {
        var lab = new ErasingLab(Phase.Live);
        await lab.KeepAsync(source, "{}");
        await lab.KeepAsync("users/han/421 revision 7 of postgres", "{}");

        await lab.ClearAsync(Erased);

        Assert.Equal(["users/han/421 revision 7 of postgres"], await lab.KeptAsync());
    }

    [Theory]
    [InlineData("girls_data.json", "{\"42\": {\"name\": \"Ева\"", true)]
    [InlineData("girls_data.json#vip", "{\"telegram_id\":42}", true)]
    [InlineData("girls_data.json", "42", true)]
    [InlineData("girls_data.json", "{\"421\": 1, \"142\": 2, \"-42\": 3}", false)]
    [InlineData("config.json", "{\"admin\": 42}", false)]
    public async Task An_item_of_many_goes_when_it_names_the_id(string source, string content, bool goes)
    {
        var lab = new ErasingLab(Phase.Live);
        await lab.KeepAsync(source, content);
        await lab.KeepAsync(source, "{\"7\": {}}");

        await lab.ClearAsync(Erased);

        Assert.Equal([source], await lab.KeptAsync());
        var left = await lab.Json.Quarantine.ListAsync(ErasingLab.Bot, Cancel).ToListAsync(Cancel);
        Assert.Equal(goes ? 1 : 2, left.Count);
        Assert.Contains(left, item => Encoding.UTF8.GetString(item.Content.Span) == "{\"7\": {}}");
    }

    [Fact]
    public async Task Of_shared_records_only_what_names_the_id_goes()
    {
        var lab = new ErasingLab(Phase.Live);
        await lab.KeepAsync("users/42 revision 1", "{\"user\":42}");
        await lab.KeepAsync("users/42 revision 2", "{\"user\":43}");

        await lab.ClearAsync(Erased with { AreShared = true, IsOfMany = _ => true });

        Assert.Equal(["users/42 revision 2"], await lab.KeptAsync());
    }
}
