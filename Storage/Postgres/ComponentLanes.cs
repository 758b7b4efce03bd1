using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Changes;
using HybridOrleans.Storage.Postgres.Copying;
using HybridOrleans.Storage.Postgres.Digesting;
using HybridOrleans.Storage.Postgres.Reading;
using HybridOrleans.Storage.Postgres.Stamping;
using HybridOrleans.Storage.Postgres.Writing;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres;

/// <summary>The lanes of one component. A batch never mixes components: each has its own lock and table.</summary>
internal sealed class ComponentLanes : IAsyncDisposable
{
    public ComponentLanes(
        Component component, PostgresConnections connections, PostgresErrors errors, PostgresStoreOptions options,
        PoolShares shares, TimeProvider time)
    {
        var listing = new ListingHint();
        var writer = new RecordWriter(component, listing, connections, errors, options, time);
        var reader = new RecordReader(component, connections, errors, options, time);
        Writes = new Batcher<WriteRequest>(
            new BatchLimits(options.WriteLanes, options.WriteBatchSizeMax, options.WriteBatchBytesMax),
            shares.Writes, writer.RunAsync);
        Reads = new Batcher<ReadRequest>(
            new BatchLimits(options.ReadLanes, options.ReadBatchSizeMax, long.MaxValue), shares.Reads,
            reader.RunAsync);
        var digests = new DigestReader(component, connections, errors, options, time);
        Digests = new Batcher<DigestRequest>(
            new BatchLimits(options.ReadLanes, options.ReadBatchSizeMax, long.MaxValue), shares.Reads,
            digests.RunAsync);
        var stamps = new StampReader(component, connections, errors, options, time);
        Stamps = new Batcher<StampRequest>(
            new BatchLimits(options.ReadLanes, options.ReadBatchSizeMax, long.MaxValue), shares.Reads,
            stamps.RunAsync);
        Copies = new Copier(
            component, new CopyWriter(component, listing, connections, errors, options, time), errors, options,
            shares, time);
    }

    public Batcher<WriteRequest> Writes { get; }

    public Batcher<ReadRequest> Reads { get; }

    public Batcher<DigestRequest> Digests { get; }

    public Batcher<StampRequest> Stamps { get; }

    public Copier Copies { get; }

    public async ValueTask DisposeAsync()
    {
        await Copies.DisposeAsync();
        await Digests.DisposeAsync();
        await Stamps.DisposeAsync();
        await Writes.DisposeAsync();
        await Reads.DisposeAsync();
    }
}
