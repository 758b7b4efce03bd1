using System.Text;
using HybridOrleans.Storage.Records;
using Orleans.Storage;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Grains of an ordinary application on two silos, over any store.</summary>
public abstract class GrainsOnProviderConformance(ProviderCluster provider)
{
    /// <summary>Keys that have made storage providers collide or fail.</summary>
    private static readonly string[] HardKeys =
    [
        "Ева", "ева", "🌍", "a/b", "a%2fb", "A", "a", "a b", " ", "a+b", "a#b", "x.json", ".hidden", "con", "%", "日本",
        "é", "e\u0301", "\ufffd", new('k', 500), "'; drop table records; --",
    ];

    private IGrainFactory Grains => provider.Grains;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_key_names_a_record_of_its_own()
    {
        var id = Random.Shared.NextInt64();
        var guid = Guid.NewGuid();
        INotebookGrain[] grains =
        [
            Grains.GetGrain<IStringNotebook>(guid.ToString()),
            Grains.GetGrain<IStringNotebook>(guid.ToString("n")),
            Grains.GetGrain<IGuidNotebook>(guid),
            Grains.GetGrain<IGuidCompoundNotebook>(guid, "Ева 🌍", null),
            Grains.GetGrain<IGuidCompoundNotebook>(guid, "ева 🌍", null),
            Grains.GetGrain<IIntegerNotebook>(id),
            Grains.GetGrain<IIntegerNotebook>(-id),
            Grains.GetGrain<IIntegerCompoundNotebook>(id, "bot", null),
            Grains.GetGrain<IIntegerCompoundNotebook>(-id, "bot", null),
            Grains.GetGrain<IIntegerCompoundNotebook>(id, "бот", null),
            .. HardKeys.Select(k => Grains.GetGrain<IStringNotebook>($"{guid}{k}")),
            .. HardKeys.Select(k => Grains.GetGrain<IStringNotebook>($"{k}{guid}")),
        ];
        await Task.WhenAll(grains.Select((g, i) => g.WriteAsync($"тетрадь {i}")));
        await Task.WhenAll(grains.Select(g => provider.Cluster.DeactivateAsync(g)));
        var views = await Task.WhenAll(grains.Select(g => g.LookAsync().AsTask()));
        Assert.Equal(grains.Select((_, i) => ($"тетрадь {i}", "1")), views.Select(v => (v.Title, v.ETag!)));
    }

    [Fact]
    public async Task A_new_activation_finds_state_and_ETag()
    {
        var grain = NewGrain();
        await grain.WriteAsync("первая");
        var before = await grain.WriteAsync("вторая");
        await provider.Cluster.DeactivateAsync(grain);
        var after = await grain.LookAsync();
        Assert.Equal(before with { Activation = after.Activation, Silo = after.Silo }, after);
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal("3", (await grain.WriteAsync("третья")).ETag);
    }

    [Fact]
    public async Task A_new_activation_of_a_cleared_grain_continues_the_ETag()
    {
        var grain = NewGrain();
        await grain.WriteAsync("первая жизнь");
        Assert.Equal("2", (await grain.ClearAsync()).ETag);
        await provider.Cluster.DeactivateAsync(grain);
        var view = await grain.LookAsync();
        Assert.Equal((new Notebook().Title, false, "2"), (view.Title, view.Exists, view.ETag));
        Assert.Equal("3", (await grain.WriteAsync("вторая жизнь")).ETag);
    }

    [Fact]
    public async Task A_migrated_activation_keeps_state_and_ETag()
    {
        var grain = NewGrain();
        await grain.WriteAsync("до переезда");
        var before = await grain.AddAsync(41);
        var target = provider.Cluster.Silos.First(s => !before.Silo.Contains(
            s.SiloAddress.Endpoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal));
        await provider.Cluster.MigrateAsync(grain, target.SiloAddress);
        var after = await grain.LookAsync();
        Assert.NotEqual(before.Silo, after.Silo);
        Assert.Equal(before with { Activation = after.Activation, Silo = after.Silo }, after);
        var next = await grain.AddAsync(1);
        Assert.Equal((42, "3"), (next.Count, next.ETag));
    }

    [Fact]
    public async Task A_lost_race_deactivates_the_activation_and_the_next_call_succeeds()
    {
        var grain = NewGrain();
        var before = await grain.AddAsync(1);
        await IncrementOutsideAsync(grain.GetGrainId());
        var gone = provider.Cluster.WaitForDeactivationAsync(grain);
        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.AddAsync(1));
        Assert.Equal(("2", "1"), (error.StoredEtag, error.CurrentEtag));
        await gone.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var after = await grain.AddAsync(1);
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal((3, "3"), (after.Count, after.ETag));
    }

    [Fact]
    public async Task Two_activations_that_make_the_same_increment_are_both_counted()
    {
        // The two holders of the state stand for two activations of one grain that never heard of each other.
        var id = NewGrain().GetGrainId();
        GrainState<Notebook>[] activations = [new(), new()];
        foreach (var activation in activations)
        {
            await provider.Storage.ReadStateAsync("page", id, activation, Cancel);
        }

        var acknowledged = 0;
        foreach (var activation in activations)
        {
            activation.State!.Count++;
            try
            {
                await provider.Storage.WriteStateAsync("page", id, activation, Cancel);
            }
            catch (InconsistentStateException)
            {
                await provider.Storage.ReadStateAsync("page", id, activation, Cancel);
                activation.State!.Count++;
                await provider.Storage.WriteStateAsync("page", id, activation, Cancel);
            }

            acknowledged++;
        }

        var stored = new GrainState<Notebook>();
        await provider.Storage.ReadStateAsync("page", id, stored, Cancel);
        Assert.Equal((2, 2, "2"), (acknowledged, stored.State!.Count, stored.ETag));
    }

    [Fact]
    public async Task A_hundred_grains_count_ten_parallel_calls_each()
    {
        var grains = Enumerable.Range(0, 100).Select(_ => NewGrain()).ToList();
        await Task.WhenAll(grains.SelectMany(g => Enumerable.Range(0, 10).Select(_ => g.AddAsync(1))));
        await Task.WhenAll(grains.Select(g => provider.Cluster.DeactivateAsync(g)));
        var views = await Task.WhenAll(grains.Select(g => g.LookAsync().AsTask()));
        Assert.All(views, v => Assert.Equal((10, "10"), (v.Count, v.ETag)));
    }

    [Fact]
    public async Task Generic_grains_and_their_states_are_independent()
    {
        var key = Guid.NewGuid().ToString("n");
        var numbers = Grains.GetGrain<IBox<long>>(key);
        var texts = Grains.GetGrain<IBox<string>>(key);
        await numbers.PutAsync(42, "число");
        await texts.PutAsync("сорок два", "текст");
        await provider.Cluster.DeactivateAsync(numbers);
        await provider.Cluster.DeactivateAsync(texts);
        Assert.Equal((42, "число"), await numbers.LookAsync());
        Assert.Equal(("сорок два", "текст"), await texts.LookAsync());
    }

    [Fact]
    public async Task A_grain_that_derives_from_the_stateful_base_class_keeps_its_state()
    {
        var grain = Grains.GetGrain<IOldStyleGrain>(Guid.NewGuid().ToString("n"));
        await grain.WriteAsync("по старинке");
        await provider.Cluster.DeactivateAsync(grain);
        Assert.Equal("по старинке", await grain.LookAsync());
    }

    [Fact]
    public async Task A_mapped_grain_keeps_its_JSON_in_the_record_that_the_map_names()
    {
        const string Json = """{"chat_id":7,"name":"Ева","name":"дважды","big":1E400}""";
        var id = Random.Shared.NextInt64();
        var grain = Grains.GetGrain<IProfileCard>(id);
        Assert.Null(await grain.LookAsync());
        await grain.WriteAsync(Json);
        await provider.Cluster.DeactivateAsync(grain);
        Assert.Equal(Json, await grain.LookAsync());
        var record = await provider.Records.ReadAsync(RecordKeys.User("test_bot", id), Epoch.Initial, Cancel);
        Assert.Equal(Json, Encoding.UTF8.GetString(record!.Body!.Utf8.Span));
    }

    private IStringNotebook NewGrain() => Grains.GetGrain<IStringNotebook>(Guid.NewGuid().ToString("n"));

    private async Task IncrementOutsideAsync(GrainId grain)
    {
        var state = new GrainState<Notebook>();
        await provider.Storage.ReadStateAsync("page", grain, state, Cancel);
        state.State!.Count++;
        await provider.Storage.WriteStateAsync("page", grain, state, Cancel);
    }
}
