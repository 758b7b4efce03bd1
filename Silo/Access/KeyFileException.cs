namespace HybridOrleans.Silo.Access;

/// <summary>The file with the admin's key cannot be used.</summary>
internal sealed class KeyFileException(string message) : Exception(message);
