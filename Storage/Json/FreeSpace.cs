namespace HybridOrleans.Storage.Json;

/// <summary>What is left on a file system.</summary>
/// <param name="Bytes">The bytes that may still be written.</param>
/// <param name="Files">The files that may still be made; null where there is no such limit.</param>
internal readonly record struct FreeSpace(long Bytes, long? Files);
