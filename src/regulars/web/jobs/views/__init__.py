"""The pages of jobs: one job, somebody's own jobs, the schedule."""
