using System.Text;
using HybridOrleans.Storage.Erasing;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Documents;
using Xunit;

namespace HybridOrleans.Storage.Tests.Erasing;

/// <summary>Two memory stores of the component <c>users</c> in one phase, and what clears them.</summary>
internal sealed class ErasingLab : IMigrationSides, IMigrationViews
{
    public const string Bot = "han";

    public static readonly RecordKey Key = RecordKeys.User(Bot, 42);

    private readonly MigrationView _view;

    public ErasingLab(Phase phase)
    {
        _view = new MigrationView(Component.Users, Epoch.Initial, phase, 0);
        Leftovers = new Leftovers(this, this, () => true, () => null, TimeProvider.System);
    }

    public MemoryRecordStore Json { get; } = new("json");

    public MemoryRecordStore Postgres { get; } = new("postgres");

    public Leftovers Leftovers { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IMigratableStore Root => PhaseTable.Of(_view.Phase).Root == Side.Json ? Json : Postgres;

    public IRecordStore? FixedStoreOf(Component component) => null;

    public MigrationSides SidesOf(Component component) => new(Json, Postgres, new MemoryDebtLedger());

    public MigrationView CurrentOf(Component component) => _view;

    public bool IsFresh(Component component) => true;

    public ValueTask<MigrationView> RefreshAsync(Component component, CancellationToken cancellation) => new(_view);

    /// <summary>Keeps an item in the quarantine of both stores.</summary>
    public async Task KeepAsync(string source, string content)
    {
        foreach (var store in new[] { Json, Postgres })
        {
            await store.Quarantine.KeepAsync(
                new()
                {
                    Owner = Bot,
                    Source = source,
                    Reason = "a test",
                    Content = Encoding.UTF8.GetBytes(content),
                    KeptAt = DateTimeOffset.UnixEpoch,
                },
                Cancel);
        }
    }

    /// <summary>Puts a document with one divergence of each key into a store.</summary>
    public async Task NoteAsync(IMigratableStore store, long version, params RecordKey[] keys)
        => Assert.True(await store.Documents.TryWriteAsync(
            MigrationDocuments.First with
            {
                Phase = _view.Phase,
                Version = version,
                IsHandedOver = store != Root,
                Divergences = [.. keys.Select(key => new Divergence(
                    key.Text, new(3, new string('a', 64)), null, "it differs", DateTimeOffset.UnixEpoch))],
            },
            0,
            Cancel));

    /// <summary>Clears both stores.</summary>
    public async Task ClearAsync(ErasedRecords erased)
    {
        await Leftovers.ClearAsync(Side.Json, erased, Cancel);
        await Leftovers.ClearAsync(Side.Postgres, erased, Cancel);
    }

    /// <summary>The sources that are left in both quarantines.</summary>
    public async Task<string[]> KeptAsync()
        => [.. (await Task.WhenAll(new[] { Json, Postgres }.Select(
            async store => await store.Quarantine.ListAsync(Bot, Cancel).ToListAsync(Cancel))))
            .SelectMany(items => items).Select(item => item.Source).Distinct()];
}
