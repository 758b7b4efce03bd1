using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Configuration says where new data begins; afterwards the document decides.</summary>
public sealed class ProposedStoreTests : IDisposable
{
    private readonly SideKind _json = new(Side.Json);
    private readonly SideKind _postgres = new(Side.Postgres);
    private readonly LogCapture _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_new_JSON_root_begins_Off()
    {
        _postgres.IsThere = false;
        await using var host = await OpenAsync("json");
        var document = await _json.Store.Documents.ReadAsync(Component.Users, Cancel);
        Assert.Equal((Phase.Off, 1L, _json.Store.StoreId), (document!.Phase, document.Version, document.JsonStore));
        Assert.Equal("json", host.GetRequiredService<RecordStores>().StoreOf(Component.Users));
    }

    [Fact]
    public async Task Without_a_JSON_root_a_component_begins_in_PostgreSQL_and_no_root_is_made()
    {
        _json.IsThere = false;
        await using var host = await OpenAsync("postgres");
        var document = await _postgres.Store.Documents.ReadAsync(Component.Users, Cancel);
        Assert.Equal((Phase.Complete, _postgres.Store.StoreId), (document!.Phase, document.PostgresStore));
        Assert.Equal(0, _json.Opened);
        Assert.Equal("postgres", host.GetRequiredService<RecordStores>().StoreOf(Component.Users));
        await WriteAsync(host.GetRequiredService<IRecordStore>());
        Assert.NotNull(await _postgres.Store.ReadAsync(RecordKeys.User("han", 1), Epoch.Initial, Cancel));
    }

    [Fact]
    public async Task Without_a_JSON_root_the_controller_has_nothing_to_wait_for()
    {
        _json.IsThere = false;
        await using var host = await OpenAsync("postgres");
        var absent = new AbsentJsonStore();
        var migration = new ComponentMigration(
            Component.Users, new MigrationStores(absent, absent, _postgres.Store), TimeProvider.System,
            NullLogger.Instance);
        await migration.StepAsync(Cancel);
        Assert.Null((await migration.StatusAsync(Cancel)).Trouble);
    }

    [Fact]
    public async Task A_root_that_never_held_the_component_hears_that_it_lives_in_PostgreSQL()
    {
        await using var host = await OpenAsync("postgres");
        var document = await _json.Store.Documents.ReadAsync(Component.Users, Cancel);
        Assert.Equal(Phase.Complete, document!.Phase);
    }

    [Fact]
    public async Task Records_in_JSON_stay_there_whatever_configuration_proposes_and_the_way_is_named()
    {
        await WriteAsync(_json.Store);
        await using var host = await OpenAsync("postgres");
        Assert.Equal("json", host.GetRequiredService<RecordStores>().StoreOf(Component.Users));
        Assert.Contains(_log.Lines, l => l.Contains("hybrid migration enable users", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_on_both_sides_without_a_document_are_refused()
    {
        await WriteAsync(_json.Store);
        await WriteAsync(_postgres.Store);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync("postgres"));
        Assert.Contains("Both the JSON root and PostgreSQL hold records of 'users'", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_does_not_answer_stops_no_start_of_a_component_in_JSON()
    {
        await WriteFirstAsync(_json, Phase.Off);
        _postgres.Answers = false;
        await using var host = await OpenAsync("json");
        var stores = host.GetRequiredService<RecordStores>();
        Assert.Null(await stores.Migrations.PostgresAnswersAsync(Cancel));
        _postgres.Answers = true;
        await _log.WaitForAsync("PostgreSQL is attached").WaitAsync(Profiles.Limit, Cancel);
        Assert.True(await stores.Migrations.PostgresAnswersAsync(Cancel));
    }

    [Fact]
    public async Task A_new_root_does_not_begin_while_a_known_PostgreSQL_cannot_say_whether_the_data_lives_there()
    {
        await WriteFirstAsync(_postgres, Phase.Complete);
        _postgres.Answers = false;
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync("json"));
        Assert.Contains("no migration document of a component yet", error.Message, StringComparison.Ordinal);
        Assert.Null(await _json.Store.Documents.ReadAsync(Component.Users, Cancel));
        _postgres.Answers = true;
        await using var host = await OpenAsync("json");
        Assert.Equal("postgres", host.GetRequiredService<RecordStores>().StoreOf(Component.Users));
    }

    [Fact]
    public async Task A_component_that_lives_in_PostgreSQL_does_not_start_without_it()
    {
        await WriteFirstAsync(_json, Phase.RampDown);
        await WriteFirstAsync(_postgres, Phase.RampDown);
        _postgres.Answers = false;
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync("json"));
        Assert.Equal("The test's server does not answer.", error.Message);
        _postgres.Answers = true;
        await using var host = await OpenAsync("json");
        Assert.Equal("postgres", host.GetRequiredService<RecordStores>().StoreOf(Component.Users));
        Assert.Contains(_log.Lines, l => l.Contains("hybrid migration disable users", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("json", true)]
    [InlineData(null, false)]
    public async Task Who_names_JSON_for_what_is_complete_hears_what_to_set_and_who_names_nothing_hears_nothing(
        string? proposal, bool isWarned)
    {
        await WriteFirstAsync(_json, Phase.Complete);
        await WriteFirstAsync(_postgres, Phase.Complete);
        await using var host = await OpenAsync(proposal);
        Assert.Equal(isWarned, _log.Lines.Any(l => l.Contains("set it to 'postgres'", StringComparison.Ordinal)));
        Assert.Equal(isWarned, _log.Lines.Any(l => l.Contains("proposes", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_root_does_not_take_over_what_lives_in_PostgreSQL()
    {
        await WriteFirstAsync(_postgres, Phase.Complete);
        await using var host = await OpenAsync("json");
        Assert.Equal("postgres", host.GetRequiredService<RecordStores>().StoreOf(Component.Users));
    }

    private async Task<ServiceProvider> OpenAsync(string? proposal)
    {
        var settings = new Dictionary<string, string?>();
        if (proposal is not null)
        {
            settings["HybridOrleans:Components:users"] = proposal;
        }

        var host = StoreHost.Build(
            settings,
            services =>
            {
                services.AddSingleton(new UsedComponent(Component.Users));
                services.AddLogging(l => l.AddProvider(_log));
                // Those that the host brings are real ones.
                foreach (var kind in services.Where(s => s.ServiceType == typeof(IStoreKind)).ToList())
                {
                    services.Remove(kind);
                }

                services.AddSingleton<IStoreKind>(_json).AddSingleton<IStoreKind>(_postgres);
            });
        try
        {
            await host.GetRequiredService<RecordStores>().OpenAsync(Cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static async Task WriteAsync(IRecordStore store) => await store.WriteAsync(
        new RecordWrite
        {
            Key = RecordKeys.User("han", 1),
            Expected = Revision.None,
            Body = RecordBody.Parse("{}"u8),
            WriteId = WriteId.New(),
            Epoch = Epoch.Initial,
        },
        Cancel);

    private static async Task WriteFirstAsync(SideKind kind, Phase phase) => await kind.Store.Documents.TryWriteAsync(
        new MigrationDocument
        {
            Component = Component.Users,
            Version = 1,
            Epoch = Epoch.Initial,
            Phase = phase,
            SharePercent = 0,
        },
        0,
        Cancel);
}
