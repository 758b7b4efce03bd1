using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Listing;

/// <summary>Where a page of a list begins.</summary>
internal static class ListPlace
{
    /// <summary>Behind the last key of the page before.</summary>
    /// <param name="component">The component that is listed.</param>
    /// <param name="prefix">What all keys of the list begin with.</param>
    /// <param name="after">What the page before gave; null for the first page.</param>
    /// <exception cref="InvalidInputException">No page of this list gave it.</exception>
    public static RecordCursor Of(Component component, string prefix, string? after)
    {
        if (after is null)
        {
            return RecordCursor.Start;
        }

        try
        {
            return after.StartsWith(prefix, StringComparison.Ordinal)
                ? RecordCursor.After(RecordKey.FromText(component, after))
                : throw new InvalidInputException("The place to go on from belongs to another list.");
        }
        catch (InvalidRecordException e)
        {
            throw new InvalidInputException($"The place to go on from is none that a page gave: {e.Message}");
        }
    }
}
