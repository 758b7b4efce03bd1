using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.TestKit;

/// <summary>The reference with one bug in it.</summary>
internal sealed class SabotagedRecordStore(Sabotage sabotage) : IRecordStore
{
    private MemoryRecordStore _inner = new();

    public string Name => "sabotaged";

    public void Reopen() => _inner = sabotage == Sabotage.ForgetWhenReopened ? new MemoryRecordStore() : _inner;

    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        var stored = await _inner.ReadAsync(
            key, sabotage == Sabotage.LetReadsPastTheFence ? new Epoch(long.MaxValue) : epoch, cancellation);
        return stored is { IsTombstone: true } && sabotage == Sabotage.ForgetTombstones ? null : stored;
    }

    public async ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        write = sabotage == Sabotage.LetWritesPastTheFence ? write with { Epoch = new Epoch(long.MaxValue) } : write;
        write = sabotage == Sabotage.TellRepeatsApart ? write with { WriteId = WriteId.New() } : write;
        var stored = await _inner.ReadAsync(write.Key, write.Epoch, cancellation);
        var stands = stored?.Revision ?? Revision.None;
        var stale = sabotage == Sabotage.AcceptStaleWrites && write.Expected < stands && write.Body is not null;
        var again = sabotage == Sabotage.ApplyRepeatsTwice && stored?.WriteId == write.WriteId;
        if (sabotage == Sabotage.WriteTombstonesTwice && stored is { IsTombstone: true } && write.Body is null)
        {
            await _inner.WriteAsync(write with { Body = RecordBody.Parse("0"u8) }, cancellation);
            return await _inner.WriteAsync(write with { Expected = stands.Next }, cancellation);
        }

        return await _inner.WriteAsync(stale || again ? write with { Expected = stands } : write, cancellation);
    }

    public async IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component,
        string keyPrefix,
        RecordCursor after,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var header in _inner.WalkAsync(component, keyPrefix, after, cancellation))
        {
            if (!header.IsTombstone || sabotage != Sabotage.HideTombstonesFromWalks)
            {
                yield return header;
            }
        }
    }

    public async ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
    {
        var fence = await _inner.RaiseFenceAsync(component, lowest, cancellation);
        return sabotage == Sabotage.LowerTheFence ? lowest : fence;
    }
}
