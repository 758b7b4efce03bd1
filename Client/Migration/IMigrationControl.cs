using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>Moves components between JSON files and PostgreSQL, and watches them move.</summary>
/// <remarks>
/// Safe for many callers at once. Every request is safe to repeat, and is repeated after a lost answer. One that is
/// never answered ends in <see cref="OutcomeUnknownException"/>.
/// </remarks>
public interface IMigrationControl
{
    /// <summary>Does what is asked, or begins it, or says why not.</summary>
    /// <param name="component">The component.</param>
    /// <param name="request">What to do.</param>
    /// <param name="cancellation">Stops the waiting; what was begun goes on.</param>
    ValueTask<MigrationAnswer> DoAsync(
        ComponentName component, MigrationRequest request, CancellationToken cancellation = default);

    /// <summary>Where the migration of a component stands.</summary>
    ValueTask<MigrationStatus> StatusAsync(ComponentName component, CancellationToken cancellation = default);

    /// <summary>The status now, and again after each period, until the token is cancelled.</summary>
    /// <param name="component">The component.</param>
    /// <param name="period">The pause between two looks; 0.1 s or more.</param>
    /// <param name="cancellation">Ends the sequence, without an error when no look is under way.</param>
    /// <exception cref="HybridException">A look failed after all repetitions; watch again to go on.</exception>
    IAsyncEnumerable<MigrationStatus> WatchAsync(
        ComponentName component, TimeSpan period, CancellationToken cancellation = default);

    /// <summary>Why a profile shows what it shows. One line for each thing to know.</summary>
    ValueTask<IReadOnlyList<string>> ExplainUserAsync(UserKey key, CancellationToken cancellation = default);

    /// <summary>Why a key shows what it shows. One line for each thing to know.</summary>
    /// <param name="component">The component.</param>
    /// <param name="key">The key as it is stored and as divergences name it, such as <c>bot/42</c>.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<IReadOnlyList<string>> ExplainAsync(
        ComponentName component, string key, CancellationToken cancellation = default);

    /// <summary>The known divergences of a component, at most 1,000.</summary>
    ValueTask<IReadOnlyList<DivergenceListing>> DivergencesAsync(
        ComponentName component, CancellationToken cancellation = default);

    /// <summary>Tries out everything that a migration will need.</summary>
    ValueTask<IReadOnlyList<FindingListing>> AssessAsync(
        ComponentName component, CancellationToken cancellation = default);

    /// <summary>What was done to a component, newest first, at most 200.</summary>
    ValueTask<IReadOnlyList<HistoryListing>> HistoryAsync(
        ComponentName component, CancellationToken cancellation = default);
}
