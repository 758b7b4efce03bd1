using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Migration;

/// <summary>Callers that write their own keys in turn, and know what stands.</summary>
internal sealed class KeyWriter(IRecordStore store, string kind)
{
    private const int CallersMax = 256;
    private const int KeysPerCaller = 16;

    private readonly string _kind = $"{kind}-{Guid.NewGuid():n}";
    private readonly Revision[] _revisions = new Revision[CallersMax * KeysPerCaller];

    /// <summary>Writes a record, or reads the one that it wrote before.</summary>
    public async ValueTask MixAsync(int caller, long number)
    {
        if (number % 2 == 0)
        {
            await WriteAsync(caller, number / 2);
        }
        else
        {
            await store.ReadAsync(
                Rig.Key(_kind, PlaceOf(caller, number / 2)), Epoch.Initial, CancellationToken.None);
        }
    }

    public async ValueTask WriteAsync(int caller, long number)
    {
        var place = PlaceOf(caller, number);
        var result = await store.WriteAsync(
            new RecordWrite
            {
                Key = Rig.Key(_kind, place),
                Expected = _revisions[place],
                Body = RecordBody.Parse(Bodies.Of(number)),
                WriteId = WriteId.New(),
                Epoch = Epoch.Initial,
            },
            CancellationToken.None);
        _revisions[place] = result.Accepted
            ? result.Revision
            : throw new InvalidOperationException($"{store.Name} has another revision than it said.");
    }

    private static int PlaceOf(int caller, long number)
        => (caller * KeysPerCaller) + (int)(number % KeysPerCaller);
}
