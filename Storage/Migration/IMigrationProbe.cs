namespace HybridOrleans.Storage.Migration;

/// <summary>Told of each step of a migration that a test may want to interrupt. Null in production.</summary>
internal interface IMigrationProbe
{
    /// <summary>A step was finished. Whoever is told may end the process, wait, or throw.</summary>
    /// <param name="point">The name of the step, such as <c>AfterRoot</c>.</param>
    void Reached(string point);
}
