using System.Globalization;
using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>Lets a comparison go on behind a store that gives no answer for a moment.</summary>
/// <remarks>
/// <para>
/// A complete comparison asks a store thousands of times and may take many minutes: one answer that is late must not
/// cost all of it. After a growing pause the same is asked again, for as long as the store gives something at least
/// once in <see cref="Silence.Max"/>.
/// </para>
/// <para>
/// The document is read after each pause. A comparison whose epoch is over, or that nobody wants any more, ends.
/// </para>
/// </remarks>
/// <param name="work">What is compared.</param>
/// <param name="document">The document that the comparison is made for.</param>
/// <param name="isPatient">False for a mere look, which tells the first failure at once.</param>
internal sealed class Perseverance(MigrationWork work, MigrationDocument document, bool isPatient = true)
{
    /// <summary>Records that were compared, and about how many there are; null while that says nothing.</summary>
    public Func<(long Compared, long Total)>? HowFar { get; set; }

    /// <summary>Makes a call that may be repeated.</summary>
    /// <exception cref="StoreUnavailableException">No answer for too long, or the comparison is void.</exception>
    public async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellation)
    {
        var silence = new Silence(work.Time);
        while (true)
        {
            StoreUnavailableException trouble;
            try
            {
                return await call();
            }
            catch (StoreUnavailableException e) when (isPatient)
            {
                trouble = e;
            }

            await PauseAsync(silence, trouble, cancellation);
        }
    }

    /// <summary>As the other one, for a call without a result.</summary>
    /// <exception cref="StoreUnavailableException">No answer for too long, or the comparison is void.</exception>
    public async ValueTask AskAsync(Func<ValueTask> call, CancellationToken cancellation)
        => await AskAsync(
            async () =>
            {
                await call();
                return true;
            },
            cancellation);

    /// <summary>Walks a side. After a failure it goes on behind the last record that it gave.</summary>
    /// <param name="side">The store.</param>
    /// <param name="after">Where to begin.</param>
    /// <param name="pace">How hard the walk may work.</param>
    /// <param name="cancellation">Ends the walk, also during a pause.</param>
    /// <exception cref="StoreUnavailableException">No record for too long, or the comparison is void.</exception>
    public async IAsyncEnumerable<RecordDigest> WalkAsync(
        IMigratableStore side, RecordCursor after, IWalkPace pace,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var silence = new Silence(work.Time);
        RecordKey? last = null;
        while (true)
        {
            StoreUnavailableException? trouble = null;
            var from = last is { } key ? RecordCursor.After(key) : after;
            await using (var walk = side.WalkDigestsAsync(work.Component, from, pace, cancellation)
                .GetAsyncEnumerator(cancellation))
            {
                while (true)
                {
                    try
                    {
                        if (!await walk.MoveNextAsync())
                        {
                            yield break;
                        }
                    }
                    catch (StoreUnavailableException e) when (isPatient)
                    {
                        trouble = e;
                        break;
                    }

                    silence.End();
                    last = walk.Current.Key;
                    yield return walk.Current;
                }
            }

            await PauseAsync(silence, trouble, cancellation);
        }
    }

    private async Task PauseAsync(
        Silence silence, StoreUnavailableException trouble, CancellationToken cancellation)
    {
        while (true)
        {
            var pause = silence.NextPause() ?? throw GivenUp(trouble);
            await Task.Delay(pause, work.Time, cancellation);
            MigrationDocument seen;
            try
            {
                seen = await work.Desk.ReadAsync(cancellation);
            }
            catch (StoreUnavailableException)
            {
                // The silent store is the one that decides.
                continue;
            }

            if (seen.Epoch != document.Epoch || seen.Root != document.Root || seen.Switch is not null
                || seen.Phase == Phase.Off)
            {
                throw new StoreUnavailableException(
                    $"The migration of '{work.Component}' moved on while a store gave no answer; what was compared is "
                    + "void. Look at the status and verify again.");
            }

            return;
        }
    }

    private StoreUnavailableException GivenUp(StoreUnavailableException trouble)
        => HowFar?.Invoke() is not var (compared, total)
            ? trouble
            : new StoreUnavailableException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{compared:N0} of about {Math.Max(compared, total):N0} records were compared, and then a store "
                    + $"gave nothing for {Silence.Max.TotalSeconds:0} s; nothing of it is kept. Verify again. It said: "
                    + $"{trouble.Message}"),
                trouble);
}
