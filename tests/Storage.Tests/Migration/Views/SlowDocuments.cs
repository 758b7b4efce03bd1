using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Routing;
using HybridOrleans.TestKit.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridOrleans.Storage.Tests.Migration.Views;

/// <summary>The sides of a world whose JSON documents have been read, but answer only when the test says so.</summary>
internal sealed class SlowDocuments(MigrationWorld world) : IMigrationSides, IMigrationDocuments
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    /// <summary>Ends once a document was asked for and read.</summary>
    public Task Asked => _asked.Task;

    /// <summary>How often a document was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Lets this answer and every later one through.</summary>
    public void Answer() => _answers.TrySetResult();

    public MigrationViews NewViews(TimeProvider time) => new(this, time, NullLogger<MigrationViews>.Instance);

    public IRecordStore? FixedStoreOf(Component component) => null;

    public MigrationSides SidesOf(Component component)
        => new(new FaultyMigratableStore(world.Json, documents: this), null, world.Debt);

    public async ValueTask<MigrationDocument?> ReadAsync(Component component, CancellationToken cancellation)
    {
        var document = await world.Json.Documents.ReadAsync(component, cancellation);
        Interlocked.Increment(ref _reads);
        _asked.TrySetResult();
        await _answers.Task.WaitAsync(cancellation);
        return document;
    }

    public ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation)
        => world.Json.Documents.TryWriteAsync(document, expectedVersion, cancellation);
}
