using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Updates;

/// <summary>Reads the work index once, and is told of everything that comes after.</summary>
/// <remarks>It reads it again now and then, in case that somebody could not tell it.</remarks>
[GrainType("update-desk")]
[Reentrant]
internal sealed class UpdateDeskGrain : Grain, IUpdateDeskGrain
{
    private const int CountMax = 100;
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(10);

    private readonly WorkIndex _index;
    private readonly DeskBook _book;
    private readonly TimeProvider _time;
    private Task? _reading;
    private long _readAt;

    public UpdateDeskGrain(IRecordStore store, TimeProvider time)
    {
        _index = new WorkIndex(store);
        _book = new DeskBook(time);
        _time = time;
    }

    public async ValueTask<IReadOnlyList<SessionOwner>> TakeAsync(int countMax)
    {
        if (_reading is null || _reading.IsFaulted
            || (_reading.IsCompleted && _time.GetElapsedTime(_readAt) >= ReadEvery))
        {
            _readAt = _time.GetTimestamp();
            _reading = ReadAsync();
        }

        await _reading;
        return _book.Take(Math.Clamp(countMax, 1, CountMax));
    }

    public ValueTask DoneAsync(SessionOwner owner, TimeSpan? after)
    {
        _book.Done(owner, after);
        return default;
    }

    public ValueTask NoteAsync(SessionOwner owner, TimeSpan after)
    {
        _book.Note(owner, _time.GetUtcNow() + after);
        return default;
    }

    private async Task ReadAsync()
    {
        foreach (var (owner, due) in await _index.ReadAllAsync(new BotId(this.GetPrimaryKeyString())))
        {
            _book.Note(owner, due);
        }
    }
}
