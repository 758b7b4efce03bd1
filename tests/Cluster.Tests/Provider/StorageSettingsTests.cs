using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class StorageSettingsTests
{
    [Fact]
    public void The_defaults_are_what_the_documentation_says()
    {
        var options = new StranglerGrainStorageOptions();
        Assert.Equal(10_000, options.InitStage);
        Assert.Null(options.GrainStorageSerializer);
        Assert.NotNull(options.Records);
        Assert.Empty(new RecordStoreOptions().Components);
        Assert.Equal("json", RecordStoreOptions.DefaultStore);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_with_value_and_range()
    {
        using var host = StoreHost.Build(
            new Dictionary<string, string?>
            {
                ["HybridOrleans:Components:user"] = "memory",
                ["HybridOrleans:Components:users"] = "jsn",
                ["HybridOrleans:Components:grains"] = "broken",
            },
            services => services
                .AddSingleton<IGrainStorageSerializer>(new NullSerializer())
                .AddStranglerGrainStorage("late", options => options.InitStage = 30_000)
                .AddStranglerGrainStorage("early", options => options.InitStage = 6_000),
            new CountingStoreKind("broken") { Wrong = ["Broken store: 7 is outside 1 to 5."] },
            new CountingStoreKind("idle") { Wrong = ["Nobody lives here, so nobody checks."] });
        var error = Assert.Throws<OrleansConfigurationException>(() => Validate(host));
        Assert.Equal(
            """
            The configuration of the storage has 5 mistake(s), and nothing was opened:
            - HybridOrleans:Components:user: there is no component 'user'. Use one of: COMPONENTS.
            - HybridOrleans:Components:users = 'jsn': there is no such store. Use one of: KINDS.
            - Broken store: 7 is outside 1 to 5.
            - Grain storage 'late': InitStage = 30000 is outside 6001 to 20000. The record stores open at stage 6000.
            - Grain storage 'early': InitStage = 6000 is outside 6001 to 20000. The record stores open at stage 6000.
            """
                .Replace("COMPONENTS", string.Join(", ", Component.All), StringComparison.Ordinal)
                .Replace("KINDS", Kinds(host), StringComparison.Ordinal),
            error.Message);
    }

    [Fact]
    public void Good_settings_are_no_mistake()
    {
        using var host = StoreHost.Build(
            StoreHost.Everything("memory"),
            services => services
                .AddSingleton<IGrainStorageSerializer>(new NullSerializer())
                .AddStranglerGrainStorageAsDefault());
        Validate(host);
    }

    [Fact]
    public void One_state_of_one_grain_type_has_one_record()
    {
        var map = new GrainRecordMap().Add("user", "profile", id => RecordKeys.User("bot", 1));
        var error = Assert.Throws<ArgumentException>(
            () => map.Add("user", "profile", id => RecordKeys.User("bot", 2)));
        Assert.StartsWith("The state 'profile' of the grain type 'user' already has a record.", error.Message,
            StringComparison.Ordinal);
        map.Add("user", "notes", id => RecordKeys.User("bot", 3));
        map.Add("User", "profile", id => RecordKeys.User("bot", 4));
        Assert.Equal(RecordKeys.User("bot", 4), map.KeyOf("svc", "profile", GrainId.Create("User", "x")));
    }

    [Fact]
    public void A_map_may_not_lead_into_the_component_of_unknown_grains()
    {
        var map = new GrainRecordMap().Add("thief", "state", id => RecordKey.Create(Component.Grains, "a"));
        Assert.Throws<Storage.InvalidRecordException>(() => map.KeyOf("svc", "state", GrainId.Create("thief", "x")));
    }

    [Fact]
    public void An_unknown_grain_s_key_names_service_state_type_and_key()
        => Assert.Equal(
            "grains/svc/%4eotes/box%601[[string]]/%d0%95%d0%b2%d0%b0"
                .Replace("[[string]]", "%5b%5bstring%5d%5d", StringComparison.Ordinal),
            new GrainRecordMap().KeyOf("svc", "Notes", GrainId.Create("box`1[[string]]", "Ева")).ToString());

    private static void Validate(IServiceProvider host)
    {
        foreach (var validator in host.GetServices<IConfigurationValidator>())
        {
            validator.ValidateConfiguration();
        }
    }

    private static string Kinds(IServiceProvider host)
        => string.Join(", ", host.GetServices<IStoreKind>().Select(k => k.Name));

    private sealed class NullSerializer : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => BinaryData.Empty;

        public T? Deserialize<T>(BinaryData input) => default;
    }
}
