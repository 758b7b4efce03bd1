namespace HybridOrleans.Storage.Tests.Migration.Simulating;

/// <summary>Stands for a process that died: nobody in the product may catch it.</summary>
internal sealed class CrashedException(string point) : Exception($"A test crashed the process at {point}.")
{
    public string Point => point;
}
