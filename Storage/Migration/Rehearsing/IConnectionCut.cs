namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>A store that can cut everybody's connections to it, to try out what follows.</summary>
public interface IConnectionCut
{
    /// <summary>Ends every connection of this application, from any process, and again those that come back.</summary>
    /// <param name="begun">Called once, when the first have ended.</param>
    /// <param name="until">Ends the cut.</param>
    /// <returns>How many connections were ended.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer, or does not allow it.</exception>
    Task<long> CutAsync(Action begun, CancellationToken until);
}
