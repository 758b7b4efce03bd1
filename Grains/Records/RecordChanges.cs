using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Records;

/// <summary>Changes one record by compare-and-set, and again on the newer value after a lost race.</summary>
/// <param name="memory">What the activation knows of the record.</param>
/// <param name="deactivate">Ends the activation, as after a write whose outcome is not known.</param>
/// <param name="beforeWrite">Awaited before every single write; null for nothing. When it fails nothing is written.
/// </param>
/// <remarks>Used by one activation only, on its scheduler, by one caller at a time.</remarks>
internal sealed class RecordChanges(
    RecordMemory memory, Action deactivate, Func<CancellationToken, ValueTask>? beforeWrite = null)
{
    /// <summary>
    /// A lost race is run again on the value that won. This many in a row mean that somebody else is at fault.
    /// </summary>
    private const int RacesMax = 16;

    private static readonly Tier[] MemoryAndStore = [Tier.Memory, Tier.Store];
    private static readonly Tier[] StoreOnly = [Tier.Store];

    /// <exception cref="InvalidInputException">The number is no revision.</exception>
    public static void RefuseBadRevision(long? expectedRevision)
    {
        if (expectedRevision < 0)
        {
            throw new InvalidInputException(
                $"{expectedRevision} is no revision: expect 0 (never written) or the revision that was read.");
        }
    }

    /// <summary>
    /// Makes the next body from the present one and writes it, again on the newer one after a lost race.
    /// </summary>
    /// <param name="expectedRevision">Null for any; else the revision that must be the present one.</param>
    /// <param name="change">Makes the next body. Called once per attempt.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    /// <exception cref="RevisionConflictException">Another revision is present. Nothing was written.</exception>
    public async ValueTask<WriteReceipt> ChangeAsync(
        long? expectedRevision, Func<HeldRecord, RecordBody> change, CancellationToken cancellation)
    {
        var present = await memory.GetAsync(cancellation);
        for (var races = 0; ; races++)
        {
            if (expectedRevision > present.Revision)
            {
                // The caller knows more than this activation does, or believes so.
                present = await memory.ReadAsync(cancellation);
            }

            if (expectedRevision is { } expected && expected != present.Revision)
            {
                throw new RevisionConflictException(
                    $"The {memory.Kind.Noun} is at revision {present.Revision}, not at the expected {expected}. "
                    + "Nothing was written. Read it, apply the change to what is there, and save with the revision "
                    + "read.");
            }

            if (await WriteAsync(present, change(present), cancellation) is { } written)
            {
                return ReceiptOf(written);
            }

            present = await AfterLostRaceAsync(races, cancellation);
        }
    }

    /// <summary>Deletes what is there.</summary>
    /// <returns>Null when there was nothing; then nothing is written.</returns>
    public async ValueTask<WriteReceipt?> DeleteAsync(CancellationToken cancellation)
    {
        // That there is nothing to delete is decided without a write, so no compare-and-set would correct the memory.
        var present = await memory.ReadAsync(cancellation);
        for (var races = 0; present.Body is not null; races++)
        {
            if (await WriteAsync(present, null, cancellation) is { } deleted)
            {
                return ReceiptOf(deleted);
            }

            present = await AfterLostRaceAsync(races, cancellation);
        }

        return null;
    }

    /// <summary>As <see cref="RecordMemory.WriteAsync"/>; a doubtful outcome ends the activation.</summary>
    public async ValueTask<HeldRecord?> WriteAsync(
        HeldRecord basis, RecordBody? body, CancellationToken cancellation)
    {
        if (beforeWrite is not null)
        {
            await beforeWrite(cancellation);
        }

        try
        {
            return await memory.WriteAsync(basis, body, cancellation);
        }
        finally
        {
            if (memory.IsRetired)
            {
                deactivate();
            }
        }
    }

    /// <summary>The value that won.</summary>
    /// <param name="races">How many were lost before this one.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="DataUnavailableException">Too many were lost. Nothing was written.</exception>
    public async ValueTask<HeldRecord> AfterLostRaceAsync(int races, CancellationToken cancellation)
    {
        if (races + 1 >= RacesMax)
        {
            throw new DataUnavailableException(
                $"Other writers changed the {memory.Kind.Noun} first {RacesMax} times in a row. Nothing was written. "
                + "Repeat the call.");
        }

        return await memory.ReadAsync(cancellation);
    }

    private WriteReceipt ReceiptOf(HeldRecord written) => new()
    {
        Revision = written.Revision,
        HeldBy = memory.IsRetired ? StoreOnly : MemoryAndStore,
    };
}
