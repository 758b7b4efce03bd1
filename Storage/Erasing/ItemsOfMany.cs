using HybridOrleans.Storage.Quarantine;

namespace HybridOrleans.Storage.Erasing;

/// <summary>Takes away quarantined items that hold something of many people, the erased one among them.</summary>
/// <remarks>
/// Such an item is damaged, so that nobody can say where the part of one person ends: it goes whole. It is searched for
/// the id, as a number that stands by itself. What holds a name and no id is not found.
/// </remarks>
internal static class ItemsOfMany
{
    /// <exception cref="StoreUnavailableException">Some may be left. Repeat the call.</exception>
    public static async ValueTask RemoveAsync(
        IQuarantine quarantine, ErasedRecords erased, CancellationToken cancellation)
    {
        if (erased.PersonId is not { } id)
        {
            return;
        }

        var number = System.Text.Encoding.ASCII.GetBytes(id);
        await foreach (var item in quarantine.ListAsync(erased.Owner, cancellation))
        {
            if (erased.IsOfMany(item.Source) && WholeNumber.IsIn(item.Content.Span, number))
            {
                await quarantine.RemoveItemAsync(item, cancellation);
            }
        }
    }
}
