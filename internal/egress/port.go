package egress

import "slices"

// servicePorts are ports from 1024 upward that belong to services which would read
// an HTTP request as commands of their own, or that only insiders should reach.
// Sorted. Below 1024 only 80 and 443 are open, so nothing of that range is here.
var servicePorts = [...]uint16{
	1080,                   // SOCKS
	1099,                   // Java RMI
	1433, 1434, 1521, 1523, // SQL Server, Oracle
	1719, 1720, 1723, // H.323, PPTP
	2049,       // NFS
	2181,       // ZooKeeper
	2375, 2376, // Docker
	2379, 2380, // etcd
	3128,       // proxies
	3268, 3269, // LDAP global catalogue
	3306,                   // MySQL
	3389,                   // remote desktop
	3659,                   // Apple SASL
	4045, 4190, 4222, 4369, // NFS lock, Sieve, NATS, Erlang
	5060, 5061, // SIP
	5432, 5433, // PostgreSQL
	5671, 5672, // AMQP
	5900, 5901, 5902, 5903, // VNC
	5984, 5985, 5986, // CouchDB, WinRM
	6000, 6001, // X11
	6379, 6380, // Redis
	6566,                               // SANE
	6665, 6666, 6667, 6668, 6669, 6697, // IRC
	7000, 7001, 7199, // Cassandra, WebLogic T3
	8009,       // AJP
	9042,       // Cassandra
	9092, 9093, // Kafka
	9200, 9300, // Elasticsearch
	10080,        // Amanda
	10250, 10255, // kubelet
	11211,                      // memcached
	15672,                      // RabbitMQ console
	26379,                      // Redis Sentinel
	27017, 27018, 27019, 28017, // MongoDB
	61616, // ActiveMQ
}

// portAllowed is the port policy of doc.go, invariant 3.
func portAllowed(p uint16) bool {
	if p < 1024 {
		return p == 80 || p == 443
	}
	_, service := slices.BinarySearch(servicePorts[:], p)
	return !service
}
