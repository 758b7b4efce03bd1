using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Migration;

/// <summary>Moves components through the phases by documents, fences and copies alone, as fast as that goes.</summary>
/// <remarks>Nothing of the product's verbs: what follows the phases is tested here, and not what moves them.</remarks>
public sealed class PhaseMover(IMigratableStore json, IMigratableStore postgres, TimeProvider time)
{
    private const int CopiesMax = 256;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public IMigratableStore StoreOf(Side side) => side == Side.Json ? json : postgres;

    /// <summary>Writes the first document, unless there is one, and goes forward to a phase as an operator would.
    /// </summary>
    public async Task BeginAsync(Component component, Phase phase, int sharePercent = 100)
    {
        var first = new MigrationDocument
        {
            Component = component,
            Version = 1,
            Epoch = Epoch.Initial,
            Phase = Phase.Off,
            SharePercent = sharePercent,
            JsonStore = json.StoreId,
            PostgresStore = postgres.StoreId,
        };
        if (await json.Documents.TryWriteAsync(first, 0, Cancel))
        {
            for (var next = Phase.DualWrite; next <= phase; next++)
            {
                await MoveAsync(component, next);
            }
        }
    }

    /// <summary>Moves a component one phase on or back: by one document, or by a whole switch of the root.</summary>
    public async Task MoveAsync(Component component, Phase to)
    {
        var document = await DocumentAsync(component);
        if (PhaseTable.Of(to).Root == document.Root)
        {
            await ReplaceAsync(document, document with { Version = document.Version + 1, Phase = to });
            return;
        }

        var sealedAs = await SealAsync(document, to);
        await CopyAsync(document.Root, component, sealedAs.Switch!.Next);
        await FinishAsync(sealedAs);
    }

    /// <summary>Begins a switch: the document first, then the fence of the old root.</summary>
    public async Task<MigrationDocument> SealAsync(MigrationDocument document, Phase to)
    {
        ArgumentNullException.ThrowIfNull(document);
        var next = new Epoch(document.Epoch.Value + 1);
        var sealedAs = document with
        {
            Version = document.Version + 1,
            Switch = new RootSwitchState(to, next, time.GetUtcNow()),
        };
        await ReplaceAsync(document, sealedAs);
        await StoreOf(document.Root).RaiseFenceAsync(document.Component, next, Cancel);
        return sealedAs;
    }

    /// <summary>Copies under the seal what the new root lacks.</summary>
    public async Task CopyAsync(Side from, Component component, Epoch epoch)
    {
        var to = StoreOf(MigrationSides.Opposite(from));
        var held = await WalkAsync(to, component).ToDictionaryAsync(h => h.Key, h => h.Revision, null, Cancel);
        var newer = WalkAsync(StoreOf(from), component)
            .Where(h => held.GetValueOrDefault(h.Key, Revision.None) < h.Revision);
        await foreach (var page in newer.Chunk(CopiesMax).WithCancellation(Cancel))
        {
            var copies = new List<RecordCopy>();
            foreach (var (key, _, _) in page)
            {
                copies.Add(RecordCopy.Of(key, (await StoreOf(from).ReadAsync(key, epoch, Cancel))!, epoch));
            }

            await to.PutIfNewerAsync(copies, Cancel);
        }
    }

    /// <summary>Ends a switch: the old root's document first, then the new root's.</summary>
    public async Task FinishAsync(MigrationDocument sealedAs, bool writesNewRoot = true)
    {
        ArgumentNullException.ThrowIfNull(sealedAs);
        var finished = sealedAs with
        {
            Version = sealedAs.Version + 1,
            Epoch = sealedAs.Switch!.Next,
            Phase = sealedAs.Switch.To,
            Switch = null,
        };
        await ReplaceAsync(sealedAs, finished);
        if (writesNewRoot)
        {
            var documents = StoreOf(finished.Root).Documents;
            var copy = await documents.ReadAsync(finished.Component, Cancel);
            if (copy is null || copy.Version < finished.Version)
            {
                // A silo that has seen the first write may have made the second one meanwhile.
                await documents.TryWriteAsync(finished, copy?.Version ?? 0, Cancel);
            }
        }
    }

    /// <summary>The document that decides.</summary>
    public async Task<MigrationDocument> DocumentAsync(Component component)
    {
        var inJson = await json.Documents.ReadAsync(component, Cancel);
        var document = inJson!.Root == Side.Json ? inJson : await postgres.Documents.ReadAsync(component, Cancel);
        return document!;
    }

    /// <summary>Writes the next version of a document, which nobody else may have written.</summary>
    public async Task ReplaceAsync(MigrationDocument before, MigrationDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        Assert.True(
            await StoreOf(before.Root).Documents.TryWriteAsync(after, before.Version, Cancel),
            $"Somebody else has changed version {before.Version} of the document.");
    }

    private static IAsyncEnumerable<RecordHeader> WalkAsync(IMigratableStore store, Component component)
        => store.WalkAsync(component, "", RecordCursor.Start, Cancel);
}
