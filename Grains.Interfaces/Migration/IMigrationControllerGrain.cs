using Orleans.Concurrency;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Decides, for the whole cluster, how far each component has moved. There is one; its key is 0.</summary>
/// <remarks>
/// It answers requests at once and does the long work afterwards; <see cref="StatusAsync"/> shows its progress. Where
/// it dies, any silo brings it back and it goes on from the durable documents.
/// </remarks>
[Alias("hybrid.migration-controller")]
[GrainInterfaceType("hybrid.migration-controller")]
public interface IMigrationControllerGrain : IGrainWithIntegerKey
{
    /// <summary>Does what an operator asks, or begins it, or says why not.</summary>
    /// <param name="component">The component.</param>
    /// <param name="request">What to do.</param>
    /// <param name="cancellation">Stops the waiting; what was begun goes on.</param>
    [Alias("do")]
    ValueTask<MigrationAnswer> DoAsync(
        ComponentName component, MigrationRequest request, CancellationToken cancellation);

    /// <summary>Where the migration of a component stands.</summary>
    /// <param name="component">The component.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("status")]
    [AlwaysInterleave]
    ValueTask<MigrationStatus> StatusAsync(ComponentName component, CancellationToken cancellation);

    /// <summary>Why a key shows what it shows: both sides, the rule that applies, open debt. One line each.</summary>
    /// <param name="component">The component.</param>
    /// <param name="key">The key as it is stored, such as <c>bot/42</c>.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("explain")]
    [AlwaysInterleave]
    ValueTask<IReadOnlyList<string>> ExplainAsync(
        ComponentName component, string key, CancellationToken cancellation);

    /// <summary>The known divergences, at most 1,000.</summary>
    /// <param name="component">The component.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("divergences")]
    [AlwaysInterleave]
    ValueTask<IReadOnlyList<DivergenceListing>> DivergencesAsync(
        ComponentName component, CancellationToken cancellation);

    /// <summary>Tries out everything that a migration will need.</summary>
    /// <param name="component">The component.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("assess")]
    [AlwaysInterleave]
    ValueTask<IReadOnlyList<FindingListing>> AssessAsync(ComponentName component, CancellationToken cancellation);

    /// <summary>What was done to a component, newest first, at most 200.</summary>
    /// <param name="component">The component.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("history")]
    [AlwaysInterleave]
    ValueTask<IReadOnlyList<HistoryListing>> HistoryAsync(ComponentName component, CancellationToken cancellation);

    /// <summary>
    /// A silo says once a second what it has seen. That keeps the controller alive, and brings a dead one back.
    /// </summary>
    /// <param name="views">The views of one silo.</param>
    /// <param name="routes">What its router has met.</param>
    [Alias("report")]
    [AlwaysInterleave]
    ValueTask ReportAsync(IReadOnlyList<SiloView> views, IReadOnlyList<RouteReport> routes);
}
