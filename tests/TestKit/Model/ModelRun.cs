using System.Text;
using CsCheck;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Xunit;

namespace HybridOrleans.TestKit.Model;

/// <summary>Does the same random operations to a store and to the reference, and compares every answer.</summary>
/// <remarks>A failure prints the seed and the shortest sequence found. The store is used by nobody else.</remarks>
public sealed class ModelRun(IRecordStore store, Func<IRecordStore, ValueTask<IRecordStore>> reopenAsync)
{
    // A component whose fence may rise: other tests write to others.
    private static readonly Component Component = Component.Analytics;
    private static readonly string[] Bodies = [.. NastyBodies.All.Values.Where(body => body.Length < 1_000)];

    private readonly Dictionary<int, RecordWrite> _lastWrites = [];
    private IRecordStore _store = store;
    private MemoryRecordStore _model = new();
    private Epoch _fence;
    private string _bot = "";

    /// <summary>The store as the last reopening left it.</summary>
    public IRecordStore Store => _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Runs random sequences, one after the other.</summary>
    /// <param name="sequences">How many.</param>
    /// <param name="operationsMax">The length of the longest.</param>
    public Task CheckAsync(int sequences, int operationsMax)
        => Operation.Gen.Array[1, operationsMax].SampleAsync(
            RunAsync,
            iter: sequences,
            threads: 1,
            print: operations => string.Join(Environment.NewLine, operations));

    private async Task RunAsync(Operation[] operations)
    {
        await BeginAsync();
        foreach (var operation in operations)
        {
            await StepAsync(operation);
        }

        for (var key = 0; key < Operation.Keys; key++)
        {
            await CompareAsync(s => s.ReadAsync(Key(key), _fence, Cancel).AsTask());
        }

        await CompareAsync(s => WalkAsync(s, RecordCursor.Start));
    }

    /// <summary>New keys and a new model, behind the fence that the runs before left standing.</summary>
    private async Task BeginAsync()
    {
        _bot = $"run-{Guid.NewGuid():n}";
        _model = new MemoryRecordStore();
        _lastWrites.Clear();
        _fence = await _store.RaiseFenceAsync(Component, new Epoch(1), Cancel);
        await _model.RaiseFenceAsync(Component, _fence, Cancel);
    }

    private async Task StepAsync(Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Read:
                await CompareAsync(s => s.ReadAsync(Key(operation.Key), _fence, Cancel).AsTask());
                break;
            case OperationKind.ReadBelowFence:
                await CompareAsync(s => s.ReadAsync(Key(operation.Key), Below(_fence), Cancel).AsTask());
                break;
            case OperationKind.RaiseFence:
                _fence = new Epoch(_fence.Value + 1);
                await CompareAsync(s => s.RaiseFenceAsync(Component, _fence, Cancel).AsTask());
                break;
            case OperationKind.LowerFence:
                await CompareAsync(s => s.RaiseFenceAsync(Component, Below(_fence), Cancel).AsTask());
                break;
            case OperationKind.Walk:
                var after = operation.Offset < 0 ? RecordCursor.Start : RecordCursor.After(Key(operation.Key));
                await CompareAsync(s => WalkAsync(s, after));
                break;
            case OperationKind.Reopen:
                _store = await reopenAsync(_store);
                break;
            default:
                var write = await ChangeAsync(operation);
                _lastWrites[operation.Key] = write;
                await CompareAsync(s => s.WriteAsync(write, Cancel).AsTask());
                break;
        }
    }

    private async Task<RecordWrite> ChangeAsync(Operation operation)
    {
        var stored = await _model.ReadAsync(Key(operation.Key), _fence, Cancel);
        var stands = stored?.Revision.Value ?? 0;
        var write = new RecordWrite
        {
            Key = Key(operation.Key),
            Expected = new Revision(stands),
            Body = RecordBody.Parse(Encoding.UTF8.GetBytes(Bodies[operation.Body % Bodies.Length])),
            WriteId = WriteId.New(),
            Epoch = _fence,
        };
        var last = _lastWrites.GetValueOrDefault(operation.Key, write);
        return operation.Kind switch
        {
            OperationKind.WriteStale => write with { Expected = Off(stands, operation.Offset) },
            OperationKind.Delete => write with { Body = null },
            OperationKind.DeleteStale => write with { Body = null, Expected = Off(stands, operation.Offset) },
            OperationKind.Repeat => last with { Epoch = _fence },
            OperationKind.Imitate => last with { Epoch = _fence, WriteId = WriteId.New() },
            OperationKind.WriteBelowFence => write with { Epoch = Below(_fence) },
            _ => write,
        };
    }

    private async Task CompareAsync<T>(Func<IRecordStore, Task<T>> ask)
    {
        var expected = await AnswerAsync(() => ask(_model));
        var actual = await AnswerAsync(() => ask(_store));
        Assert.Equal(expected, actual);
    }

    /// <summary>What came back, or the type of the error that a store may refuse with.</summary>
    private static async Task<object?> AnswerAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StaleEpochException)
        {
            return typeof(StaleEpochException);
        }
    }

    private async Task<List<RecordHeader>> WalkAsync(IRecordStore store, RecordCursor after)
    {
        var headers = new List<RecordHeader>();
        await foreach (var header in store.WalkAsync(Component, RecordKeys.PrefixOf(_bot), after, Cancel))
        {
            headers.Add(header);
        }

        return headers;
    }

    private RecordKey Key(int number) => RecordKey.Create(Component, _bot, $"{number}");

    private static Epoch Below(Epoch fence) => new(fence.Value - 1);

    private static Revision Off(long revision, int offset) => new(Math.Max(0, revision + (offset == 0 ? -1 : offset)));
}
