using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>Documents of one component, as a client calls them, by number from 0.</summary>
internal interface IDocuments
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>How many of them are called so often that callers meet.</summary>
    int Hot { get; }

    /// <summary>The key in the storage format.</summary>
    string KeyOf(int number);

    Task<DocumentReading> ReadAsync(int number, Freshness freshness);

    /// <returns>The revision that it made.</returns>
    Task<long> SaveAsync(int number, string body, long? expected);

    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(int number);
}
