namespace HybridOrleans.Silo.Access;

/// <summary>What an endpoint asks of its caller. Each is an authorization policy of the same name.</summary>
internal enum Right
{
    /// <summary>To be known at all.</summary>
    Enter,

    /// <summary>To see the cluster and its migrations, and nobody's data.</summary>
    SeeCluster,

    /// <summary>To steer migrations.</summary>
    SteerCluster,

    /// <summary>To see anything at all, whichever bot it belongs to.</summary>
    SeeEverything,

    /// <summary>To read the data of a bot.</summary>
    ReadData,

    /// <summary>To write and delete the data of a bot.</summary>
    WriteData,

    /// <summary>To erase users of a bot.</summary>
    EraseData,
}
