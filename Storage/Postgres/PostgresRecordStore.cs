using System.Collections.Frozen;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Rehearsing;
using HybridOrleans.Storage.Postgres.Assessing;
using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Postgres.Changes;
using HybridOrleans.Storage.Postgres.Copying;
using HybridOrleans.Storage.Postgres.Digesting;
using HybridOrleans.Storage.Postgres.Documents;
using HybridOrleans.Storage.Postgres.Fencing;
using HybridOrleans.Storage.Postgres.Months;
using HybridOrleans.Storage.Postgres.Reading;
using HybridOrleans.Storage.Postgres.Schema;
using HybridOrleans.Storage.Postgres.Stamping;
using HybridOrleans.Storage.Postgres.Walking;
using HybridOrleans.Storage.Postgres.Writing;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Postgres;

/// <summary>Keeps records in PostgreSQL 14 or newer.</summary>
/// <remarks>
/// Safe for many callers at once, and for many processes on one database. Concurrent writes share round trips and
/// commits, as do concurrent reads; a call that comes alone is sent at once. What is answered is committed, as durably
/// as the server's <c>synchronous_commit</c> says; a server that has it off is refused.
/// </remarks>
public sealed class PostgresRecordStore : IMigratableStore, IConnectionCut, IEventMonths, IAsyncDisposable
{
    internal const string StoreName = "postgres";

    private readonly PostgresConnections _connections;
    private readonly PostgresErrors _errors;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<Component, ComponentLanes> _lanes;
    private readonly FenceRaiser _fences;
    private readonly RecordWalk _walk;
    private readonly PagedWalk _pagedWalk;
    private readonly TableEstimate _estimate;
    private readonly PostgresAssessment _assessment;
    private readonly ConnectionCut _cut;
    private readonly MonthTables _months;
    private readonly MonthsBeforeWrites _monthsBeforeWrites;

    private PostgresRecordStore(
        PostgresStoreOptions options, PostgresConnections connections, Guid id, TimeProvider time, ILogger logger)
    {
        StoreId = id;
        _connections = connections;
        _time = time;
        _limit = options.OperationTimeout;
        _errors = new PostgresErrors(connections.Place, _limit);
        var shares = new PoolShares(options);
        _lanes = Component.All.ToFrozenDictionary(
            c => c, c => new ComponentLanes(c, connections, _errors, options, shares, time));
        var calls = new PostgresCalls(connections, _limit, time);
        var turn = new ExclusiveTurn(calls);
        _fences = new FenceRaiser(calls, turn, _errors);
        Documents = new PostgresMigrationDocuments(calls, _errors);
        Divergences = new PostgresDivergences(calls, _errors);
        Changes = new PostgresChangeLog(calls, turn, _errors, _limit, time);
        _pagedWalk = new PagedWalk(calls, _errors, options, logger);
        _estimate = new TableEstimate(calls, _errors);
        _assessment = new PostgresAssessment(connections, calls, options);
        _cut = new ConnectionCut(connections, _errors, _limit, time);
        _months = new MonthTables(calls, turn, _errors, time);
        _monthsBeforeWrites = new MonthsBeforeWrites(_months, time, logger);
        _walk = new RecordWalk(connections, _errors, options, time, logger);
        Quarantine = new PostgresQuarantine(connections, _errors, _limit, time);
    }

    /// <inheritdoc/>
    public string Name => StoreName;

    /// <inheritdoc/>
    public Guid StoreId { get; }

    /// <inheritdoc/>
    public IMigrationDocuments Documents { get; }

    /// <inheritdoc/>
    public IChangeLog Changes { get; }

    /// <inheritdoc/>
    public IDivergenceTable Divergences { get; }

    /// <summary>Where superseded and unreadable bytes go: the table <c>quarantine</c> of the same database.</summary>
    public PostgresQuarantine Quarantine { get; }

    IQuarantine IMigratableStore.Quarantine => Quarantine;

    /// <summary>Connects, checks the server, brings the schema up to date. Many processes may do so at once.</summary>
    /// <param name="options">Read once.</param>
    /// <param name="time">Measures the limits of calls.</param>
    /// <param name="logger">Messages 1200 to 1299.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OptionsValidationException">The options hold mistakes; all are listed.</exception>
    /// <exception cref="StoreUnavailableException">
    /// The server cannot be reached, keeps not what this store promises (encoding, version, synchronous_commit), or its
    /// schema cannot be brought up to date. The message names the way out.
    /// </exception>
    public static async Task<PostgresRecordStore> OpenAsync(
        PostgresStoreOptions options, TimeProvider time, ILogger<PostgresRecordStore> logger,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var validation = new PostgresStoreOptionsValidator().Validate(null, options);
        if (validation.Failed)
        {
            throw new OptionsValidationException("", typeof(PostgresStoreOptions), validation.Failures);
        }

        var connections = new PostgresConnections(options);
        Guid id;
        try
        {
            id = await UpgradeAsync(connections, options, time, cancellation);
        }
        catch
        {
            await connections.DisposeAsync();
            throw;
        }

        logger.PostgresOpened(connections.Place, PostgresSchema.Newest);
        return new PostgresRecordStore(options, connections, id, time, logger);
    }

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => AskAsync<ReadRequest, StoredRecord?>(
            LanesOf(key.Component).Reads, new ReadRequest(key, epoch), cancellation);

    /// <inheritdoc/>
    public ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => AskAsync<DigestRequest, RecordDigest?>(
            LanesOf(key.Component).Digests, new DigestRequest(key, epoch), cancellation);

    /// <inheritdoc/>
    public ValueTask<RecordStamp?> StampAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => AskAsync<StampRequest, RecordStamp?>(
            LanesOf(key.Component).Stamps, new StampRequest(key, epoch), cancellation);

    /// <inheritdoc/>
    public async ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellation.ThrowIfCancellationRequested();
        var request = new WriteRequest(write);
        await _monthsBeforeWrites.EnsureAsync(write.Key, cancellation).ConfigureAwait(false);
        if (!LanesOf(write.Key.Component).Writes.TryAdd(request))
        {
            throw PostgresErrors.Closed();
        }

        try
        {
            return await request.WaitAsync(_limit, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw request.TryWithdraw()
                ? _errors.NotSentInTime(write.Key.Component, e)
                : _errors.Unknown(write.Key.Component, e);
        }
        catch (OperationCanceledException)
        {
            request.TryWithdraw();
            throw;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keyPrefix);
        LanesOf(component);
        return _months.Whole(component, _walk.WalkAsync(component, keyPrefix, after, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
    {
        LanesOf(component);
        return await _fences.RaiseAsync(component, lowest, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<Epoch> ReadFenceAsync(Component component, CancellationToken cancellation)
    {
        LanesOf(component);
        return await _fences.ReadAsync(component, cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>Each 2,048 copies or 4 MiB of a great many have the time limit for themselves.</remarks>
    public async ValueTask<IReadOnlyList<CopyResult>> PutIfNewerAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        CopyCheck.RefuseBadBatch(copies);
        await _monthsBeforeWrites.EnsureAsync(copies, cancellation).ConfigureAwait(false);
        return copies.Count == 0
            ? []
            : await LanesOf(copies[0].Key.Component).Copies.PutAsync(copies, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordDigest> WalkDigestsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
    {
        LanesOf(component);
        return _months.Whole(
            component, _pagedWalk.WalkAsync(component, WalkQueries.Digests(component), after, pace, cancellation),
            cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<(RecordKey Key, StoredRecord? Record)> WalkRecordsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
    {
        LanesOf(component);
        return _months.Whole(
            component, _pagedWalk.WalkAsync(component, WalkQueries.Records(component), after, pace, cancellation),
            cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>The server's own statistics: they lag behind, and say 0 for a table that is new.</remarks>
    public async ValueTask<long> EstimateCountAsync(Component component, CancellationToken cancellation)
    {
        LanesOf(component);
        return await _estimate.CountAsync(component, cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Finding> AssessAsync(Component component, CancellationToken cancellation)
    {
        LanesOf(component);
        return _assessment.RunAsync(component, cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>Of this database alone, and under the application name of this store alone.</remarks>
    public Task<long> CutAsync(Action begun, CancellationToken until) => _cut.CutAsync(begun, until);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<MonthTable>> ListMonthsAsync(CancellationToken cancellation)
        => await _months.ListAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask<string?> DetachMonthAsync(string month, CancellationToken cancellation)
        => _months.DetachAsync(month, cancellation);

    /// <inheritdoc/>
    public ValueTask<string?> AttachMonthAsync(string month, CancellationToken cancellation)
        => _months.AttachAsync(month, cancellation);

    /// <summary>Refuses new calls, finishes those under way, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lanes in _lanes.Values)
        {
            await lanes.DisposeAsync();
        }

        await _connections.DisposeAsync();
    }

    private static async Task<Guid> UpgradeAsync(
        PostgresConnections connections, PostgresStoreOptions options, TimeProvider time,
        CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.OpenTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await PostgresSchema.UpgradeAsync(connections, either.Token);
            return await PostgresSchema.ReadStoreIdAsync(connections, either.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not StoreUnavailableException)
        {
            throw new StoreUnavailableException(
                $"PostgreSQL at {connections.Place} could not be opened within "
                + $"{options.OpenTimeout.TotalSeconds:0.#} s: {e.Message} "
                + "Check host, port, database, role and password, and that the server runs.", e);
        }
    }

    private async ValueTask<TResult> AskAsync<TRequest, TResult>(
        Batcher<TRequest> lanes, TRequest request, CancellationToken cancellation)
        where TRequest : AnsweredRequest<TResult>
    {
        cancellation.ThrowIfCancellationRequested();
        if (!lanes.TryAdd(request))
        {
            throw PostgresErrors.Closed();
        }

        try
        {
            return await request.WaitAsync(_limit, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            request.TryWithdraw();
            throw _errors.ReadFailed(request.Key.Component, e);
        }
        catch (OperationCanceledException)
        {
            request.TryWithdraw();
            throw;
        }
    }

    private ComponentLanes LanesOf(Component component)
        => _lanes.TryGetValue(component, out var lanes)
            ? lanes
            : throw InvalidRecordException.Key("it names no component");
}
