using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Migration;

/// <summary>The records of users, each written by one caller at a time who knows what stands.</summary>
internal sealed class LiveRecords(IRecordStore store, int records)
{
    private readonly Revision[] _revisions = new Revision[records];

    public async Task ReadAsync(int place)
    {
        var record = await store.ReadAsync(Filling.Key(place), Epoch.Initial, CancellationToken.None);
        _revisions[place] = record?.Revision ?? Revision.None;
    }

    public async Task WriteAsync(int place, int number)
    {
        var result = await store.WriteAsync(
            new RecordWrite
            {
                Key = Filling.Key(place),
                Expected = _revisions[place],
                Body = RecordBody.Parse(Bodies.Of(number)),
                WriteId = WriteId.New(),
                Epoch = Epoch.Initial,
            },
            CancellationToken.None);
        if (!result.Accepted)
        {
            throw new InvalidOperationException($"Nobody else writes this key, and it is at {result.Revision}.");
        }
    }
}
