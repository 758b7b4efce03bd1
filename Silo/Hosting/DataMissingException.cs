namespace HybridOrleans.Silo.Hosting;

/// <summary>Data that was made here, or may have been, is not here now. The message names the way out.</summary>
internal sealed class DataMissingException(string message) : Exception(message);
