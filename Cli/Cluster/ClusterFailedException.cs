namespace HybridOrleans.Cli.Cluster;

/// <summary>A cluster on this machine did not start or go on. What ran of it was stopped; the data is kept.</summary>
internal sealed class ClusterFailedException(string message, Exception? cause = null) : Exception(message, cause);
