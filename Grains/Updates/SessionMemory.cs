using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;

namespace HybridOrleans.Grains.Updates;

/// <summary>The document of one activation, read once and changed by compare-and-set.</summary>
/// <remarks>Used on one scheduler only. Changes run one after another; none of them asks another grain.</remarks>
internal sealed class SessionMemory(RecordMemory memory, RecordChanges changes) : IDisposable
{
    private readonly SemaphoreSlim _change = new(1, 1);
    private (HeldRecord Held, SessionDocument Document)? _read;

    /// <summary>The newest acknowledged document.</summary>
    /// <exception cref="HybridException">The store did not answer, or its answer cannot be true.</exception>
    public async ValueTask<SessionDocument> GetAsync() => Read(await memory.GetAsync(CancellationToken.None));

    /// <summary>Changes the document, again on the newer one after a lost race.</summary>
    /// <param name="change">
    /// Makes the next document of the present one and the revision that it will have; null to write nothing.
    /// </param>
    /// <returns>The new document; null when nothing was written.</returns>
    /// <exception cref="HybridException">Nothing was written, or the outcome is unknown.</exception>
    public async ValueTask<SessionDocument?> ChangeAsync(Func<SessionDocument, long, SessionDocument?> change)
    {
        await _change.WaitAsync();
        try
        {
            var present = await memory.GetAsync(CancellationToken.None);
            for (var races = 0; ; races++)
            {
                if (change(Read(present), present.Revision + 1) is not { } next)
                {
                    return null;
                }

                if (await changes.WriteAsync(present, next.ToBody(), CancellationToken.None) is { } written)
                {
                    _read = (written, next);
                    return next;
                }

                present = await changes.AfterLostRaceAsync(races, CancellationToken.None);
            }
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>Deletes the document.</summary>
    public async ValueTask DeleteAsync(CancellationToken cancellation)
    {
        await _change.WaitAsync(cancellation);
        try
        {
            await changes.DeleteAsync(cancellation);
        }
        finally
        {
            _change.Release();
        }
    }

    public void Dispose() => _change.Dispose();

    private SessionDocument Read(HeldRecord held)
    {
        if (_read is not { } read || !ReferenceEquals(read.Held, held))
        {
            read = (held, SessionDocument.Of(held));
            _read = read;
        }

        return read.Document;
    }
}
